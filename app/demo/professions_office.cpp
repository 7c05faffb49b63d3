// Professions of offices, sales, marketing, design and media.
#include "data.hpp"

namespace {

constexpr Profession table[] = {
    {"Accounting", "Accountant|Bookkeeper|Payroll Specialist|Management Accountant", 42, 72, true,
        "keep our books correct and our figures meaningful",
        "Post incoming and outgoing invoices|Prepare monthly and annual accounts"
        "|Reconcile accounts and clear differences|Prepare VAT returns|Support auditors"
        "|Run payroll for 200 people",
        "Training in accounting or a business degree|Knowledge of local GAAP and IFRS"
        "|Experience with SAP or DATEV|Very good Excel|Exactness and discretion"
        "|Ability to explain figures"},
    {"Finance & Banking", "Financial Analyst|Controller|Credit Risk Analyst|Bank Adviser", 52, 92, true,
        "turn figures into decisions that hold",
        "Build budgets and forecasts|Analyse deviations and propose measures|Assess credit risks"
        "|Advise private and business clients|Prepare board presentations|Automate reports",
        "Degree in business or banking qualification|Analytical mind|Excel, SQL and Power BI"
        "|Knowledge of regulations such as Basel III|Confident presentation|Integrity"},
    {"Insurance & Legal", "Lawyer, Employment Law|Paralegal|Compliance Officer|Claims Handler", 46, 108,
        false, "give advice that is sound and understandable",
        "Draft and check contracts|Advise departments|Handle claims from report to settlement"
        "|Watch new laws and explain them|Represent us before courts and authorities"
        "|Train colleagues in data protection",
        "Law degree or paralegal training|Experience in contract or insurance law|Clear writing"
        "|Negotiating skill|Discretion|Good English"},
    {"Human Resources", "HR Manager|Recruiter|HR Business Partner|Talent Acquisition Specialist", 44, 78,
        true, "find people who fit and help them to stay",
        "Write honest job advertisements|Interview and select with managers"
        "|Accompany new colleagues through the first months|Advise on labour law|Plan training"
        "|Improve our processes and figures",
        "Degree or training in human resources|Experience in recruiting|Knowledge of labour law"
        "|Empathy and assertiveness|Practice with an applicant tracking system|English at C1"},
    {"Administration", "Office Manager|Executive Assistant|Administrative Assistant|Receptionist", 32, 54,
        false, "keep the office running and everybody informed",
        "Arrange appointments and travel|Welcome visitors and answer the phone"
        "|Prepare meetings and minutes|Order supplies and check invoices|Organise events"
        "|Keep files in order",
        "Commercial training|Experience in an office|Very good Word, Excel and PowerPoint"
        "|Friendly manner|Discretion|Organisational talent"},
    {"Administration", "Data Entry Clerk|Records Assistant|Translator (French)|Library Assistant", 28, 48,
        false, "keep information correct, findable and understandable",
        "Enter and check data|Digitise and file documents|Translate letters and manuals"
        "|Answer enquiries|Maintain catalogues|Find and clear duplicates",
        "Quick and accurate typing|Good command of spelling|Care|Basic knowledge of databases"
        "|Confidentiality|A second language for translation"},
    {"Project Management", "Project Manager|Scrum Master|Product Owner|Business Analyst|Programme Manager",
        60, 104, true, "bring people, goals and deadlines together",
        "Plan scope, time and budget|Moderate workshops and retrospectives|Keep the backlog in order"
        "|Report risks early|Coordinate suppliers|Describe requirements so that they can be tested",
        "Experience in leading projects|Certificate such as PMP, PRINCE2 or CSM is welcome"
        "|Knowledge of Jira|Moderation skills|Sense of responsibility|Good English"},
    {"Sales",
        "Sales Manager|Account Executive|Key Account Manager|Field Sales Representative"
        "|Inside Sales Representative",
        44, 96, true, "win customers and keep them for years",
        "Advise business customers by phone and on site|Prepare offers and negotiate"
        "|Plan visits and fairs|Maintain the CRM (Salesforce)|Observe the market"
        "|Work with product management",
        "Experience in sales|Technical or commercial training|Persuasive and honest manner"
        "|Driving licence|Readiness to travel|English and another language"},
    {"Sales", "Real Estate Agent|Property Manager|Travel Consultant|Car Sales Adviser", 36, 78, false,
        "advise people on decisions that matter to them",
        "Advise customers in person|Prepare contracts|Show properties or plan journeys"
        "|Look after owners and suppliers|Write exposés|Clear complaints",
        "Commercial training|Good local knowledge|Friendly, reliable manner|Driving licence"
        "|Sales talent|Confidence with common software"},
    {"Marketing",
        "Marketing Manager|Content Marketing Manager|SEO Specialist|Social Media Manager"
        "|Performance Marketing Specialist",
        44, 82, true, "tell people about what we do, in words they remember",
        "Plan campaigns across channels|Write for website, newsletter and social media"
        "|Improve search engine ranking (SEO)|Measure results with analytics|Brief agencies"
        "|Organise events",
        "Degree or training in marketing|Experience with Google Ads and analytics|Very good writing"
        "|Sense for images|Structured work|Basic HTML is a plus"},
    {"Customer Service",
        "Customer Service Representative|Call Centre Agent|Customer Success Manager"
        "|Technical Support Agent",
        30, 58, true, "help customers quickly and kindly",
        "Answer calls, chats and e-mails|Solve problems or find who can|Record cases completely"
        "|Notice patterns and report them|Guide customers through their first weeks"
        "|Write help articles",
        "Pleasure in helping|Clear language, spoken and written|Experience in customer service"
        "|Resilience|Knowledge of Zendesk or similar|Readiness for shifts"},
    {"UX & Product Design", "UX Designer|Product Designer|UI Designer|User Researcher", 56, 94, true,
        "make complicated things simple",
        "Interview and observe users|Sketch, prototype and test in Figma|Maintain the design system"
        "|Work with developers every day|Take care of accessibility|Present decisions with reasons",
        "Portfolio that shows how you think|Experience with Figma|Knowledge of research methods"
        "|Understanding of HTML and CSS|Openness to criticism|Good English"},
    {"Graphics & Video", "Graphic Designer|Video Editor|Photographer|Animator (3D)", 36, 66, true,
        "give ideas a face",
        "Design brochures, packaging and screens|Shoot and edit short films"
        "|Animate in Blender or After Effects|Prepare print data|Develop the visual identity"
        "|Manage the picture archive",
        "Training or degree in design|Adobe Creative Cloud|Portfolio|Feeling for type and colour"
        "|Reliable with deadlines|Own ideas"},
    {"Writing & Publishing", "Editor|Journalist|Technical Writer|Copywriter|Proofreader", 38, 68, true,
        "find the right words and leave out the others",
        "Research and write articles|Write manuals and API documentation|Edit texts of others"
        "|Check facts|Plan topics|Look after the website",
        "Very good style|Experience in editing or technical writing|Curiosity"
        "|Knowledge of content management systems and Markdown|Accuracy|Quick grasp"},
};

} // namespace

std::span<const Profession> office_professions()
{
    return table;
}
