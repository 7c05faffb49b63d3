// Professions of health, care, teaching and science.
#include "data.hpp"

namespace {

constexpr Profession table[] = {
    {"Nursing", "Registered Nurse|Staff Nurse|Nurse, Intensive Care|Night Nurse|Nurse, Emergency Department",
        52, 82, false, "care for patients on a ward where colleagues help each other",
        "Plan, give and document nursing care|Give medication and watch its effect"
        "|Prepare patients for examinations|Guide relatives and students|Take part in ward rounds"
        "|Respond calmly in emergencies",
        "Qualification as registered nurse|Current licence to practise"
        "|Experience in acute care is welcome|Readiness for early, late and night shifts"
        "|Compassion and resilience|Basic life support certificate"},
    {"Nursing", "Community Nurse|Paediatric Nurse|Nurse Practitioner|Nursing Team Leader", 56, 90, false,
        "look after people of all ages close to where they live",
        "Visit patients at home and plan their care|Look after wounds, catheters and chronic illness"
        "|Advise families on prevention|Work with general practitioners and pharmacies"
        "|Keep electronic records up to date|Mentor newly qualified nurses",
        "Nursing degree or diploma|Two years of professional experience|Driving licence"
        "|Confidence in working alone|Good communication with families|Knowledge of wound care"},
    {"Care & Therapy", "Healthcare Assistant|Care Assistant|Carer for Older People|Personal Support Worker",
        26, 38, false, "help older people to live with dignity",
        "Help with washing, dressing and meals|Accompany residents to appointments and outings"
        "|Notice changes and report them|Keep care plans up to date|Keep rooms clean and safe"
        "|Lend an ear",
        "Care certificate, or willingness to gain it with us|Kindness and reliability"
        "|Good spoken language of the country|Physical fitness|Readiness for weekend shifts"
        "|A clean criminal record check"},
    {"Care & Therapy", "Physiotherapist|Occupational Therapist|Speech Therapist", 46, 70, true,
        "help people to regain what illness or accident took from them",
        "Assess patients and agree on goals with them|Plan and give treatment alone and in groups"
        "|Adapt aids and homes|Write reports for doctors and insurers"
        "|Exchange with the team every week|Lead prevention courses",
        "State-approved qualification in therapy|Registration with the professional body"
        "|Interest in further training|Empathy and humour"
        "|Experience with neurological patients is a plus|Structured documentation"},
    {"Medicine & Pharmacy", "General Practitioner|Resident Physician|Consultant Anaesthetist|Paediatrician",
        110, 210, false, "treat patients with time for each of them",
        "Examine, advise and treat patients|Order and interpret tests"
        "|Refer to specialists and follow up|Train younger doctors|Take part in the on-call rota"
        "|Improve care paths with nursing colleagues",
        "Medical degree and licence|Specialist qualification, or being well on the way to it"
        "|Teamwork across professions|Careful documentation|Interest in teaching"
        "|Fluency in the language of the country"},
    {"Medicine & Pharmacy", "Pharmacist|Pharmacy Technician|Clinical Pharmacist", 50, 98, false,
        "make sure that people get the right medicine and know how to take it",
        "Check and dispense prescriptions|Advise on interactions|Prepare individual medicines"
        "|Manage stock and cold chain|Accompany ward rounds|Train assistants",
        "Licence as pharmacist or certificate as technician|Accuracy|Friendliness at the counter"
        "|Knowledge of pharmacy software|Interest in vaccination and prevention"
        "|Readiness for Saturday shifts"},
    {"Medicine & Pharmacy",
        "Dental Assistant|Dental Hygienist|Medical Secretary|Medical Laboratory Technician", 34, 58, false,
        "keep a busy practice running and its patients at ease",
        "Welcome patients and arrange appointments|Assist during treatment"
        "|Take samples and analyse them|Sterilise instruments|Prepare accounts for insurers"
        "|Order supplies",
        "Completed training for the profession|Accurate working|Friendly voice on the phone"
        "|Experience with practice software|Willingness to learn X-ray|Team spirit"},
    {"Care & Therapy", "Social Worker|Youth Worker|Family Counsellor", 40, 60, true,
        "stand by people in difficult times",
        "Advise families and young people|Visit homes and assess needs"
        "|Work with schools, courts and authorities|Lead groups|Document carefully and confidentially"
        "|Find places in housing and training",
        "Degree in social work or education|Experience with young people|Knowledge of social law"
        "|Ability to stay calm in conflict|Driving licence|Another language is welcome"},
    {"School Teaching", "Mathematics Teacher|Science Teacher|English Teacher|Primary School Teacher", 44, 72,
        false, "teach pupils who ask good questions",
        "Prepare and teach lessons|Give feedback that helps|Talk with parents"
        "|Lead a club or a project week|Support pupils with special needs"
        "|Shape the school's programme",
        "Teaching degree and licence|Joy in working with young people|Modern, varied methods"
        "|Experience with digital learning|Patience and consistency|A second subject is welcome"},
    {"Early Childhood", "Kindergarten Teacher|Nursery Assistant|Early Years Educator", 30, 46, false,
        "give children a good start",
        "Accompany children in play and learning|Plan projects in nature"
        "|Observe development and talk about it with parents|Help with meals and rest"
        "|Keep rooms inviting and safe|Sing, paint and build",
        "Training as educator or childcare assistant|Warmth and patience|First aid for children"
        "|Creativity|Reliable presence in the morning|An extended background check"},
    {"Adult Learning", "Vocational Trainer|Language Teacher|Instructional Designer", 42, 66, false,
        "help adults to learn what they need for the next step",
        "Teach small groups on site and online|Develop course material and exercises"
        "|Assess progress fairly|Advise companies on training|Keep the learning platform up to date"
        "|Evaluate each course",
        "Experience in teaching adults|Subject knowledge from practice"
        "|Confident handling of Moodle and video calls|Intercultural competence|Clear language"
        "|Flexible hours, some evenings"},
    {"Research",
        "Research Scientist|Postdoctoral Researcher|Laboratory Technician|Research Software Engineer", 46, 84,
        false, "find out something that nobody knew before",
        "Plan and run experiments|Evaluate data with Python or R|Publish and present results"
        "|Maintain laboratory equipment|Supervise students|Write proposals for funding",
        "Degree in biology, chemistry, physics or a related field|Careful work in the laboratory"
        "|Statistics and programming|Good scientific English|Perseverance|Joy in exchange with others"},
    {"Research", "Biochemist|Chemist, Analytical Laboratory|Clinical Trial Coordinator", 50, 82, true,
        "develop and check substances that help people",
        "Develop methods with HPLC and mass spectrometry|Validate and document under GMP"
        "|Coordinate study sites|Evaluate deviations|Keep devices calibrated|Report to authorities",
        "Degree in chemistry or life sciences|Experience with GMP or GCP|Exactness|Knowledge of LIMS"
        "|Ability to work in a team|Good English in writing"},
};

} // namespace

std::span<const Profession> care_and_teaching_professions()
{
    return table;
}
