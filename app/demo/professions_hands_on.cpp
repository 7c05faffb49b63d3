// Professions of logistics, trades, shops, kitchens and the open air.
#include "data.hpp"

namespace {

constexpr Profession table[] = {
    {"Warehouse",
        "Warehouse Operative|Warehouse Associate|Order Picker|Warehouse Supervisor"
        "|Night Shift Warehouse Worker",
        28, 44, false, "keep goods moving in our warehouse",
        "Receive, check and store goods|Pick and pack orders with a scanner|Load and unload lorries"
        "|Count stock and clear differences|Keep aisles tidy and safe|Show new colleagues the ropes",
        "Experience in a warehouse is welcome, not required|Physical fitness"
        "|Reliability and punctuality|Readiness for shifts|Basic knowledge of scanners or SAP"
        "|Safety shoes, which we provide"},
    {"Warehouse", "Forklift Driver|Reach Truck Operator|Stock Controller", 30, 46, false,
        "move pallets safely and know where each of them is",
        "Drive counterbalance and reach trucks|Store pallets up to eleven metres high"
        "|Check deliveries against papers|Carry out daily checks of the truck"
        "|Help with stock-taking in the warehouse|Report damage at once",
        "Valid forklift licence|Experience with reach trucks|Careful driving|Good eyesight|Shift work"
        "|Ability to read delivery notes"},
    {"Driving", "Truck Driver|Lorry Driver (HGV Class 1)|Delivery Driver|Bus Driver", 32, 54, false,
        "bring people and goods to their destination safely and on time",
        "Drive regional routes, home every evening|Secure loads properly"
        "|Check the vehicle before each trip|Keep papers and driving times in order"
        "|Be the friendly face of the company|Report defects and delays",
        "Driving licence of the right class|Driver card and qualification certificate"
        "|Clean driving record|Knowledge of the region|Courtesy|Readiness to start early"},
    {"Driving", "Bicycle Courier|Parcel Courier|Train Driver", 26, 62, false,
        "connect the city, whatever the weather",
        "Deliver parcels or passengers on time|Plan the day's route with the app"
        "|Look after your vehicle|Help customers kindly|Follow signals and safety rules"
        "|Keep to the timetable",
        "Good sense of direction|Road safety awareness|Readiness for shifts and weekends"
        "|Health certificate where required|Friendly manner|Smartphone skills"},
    {"Supply Chain", "Supply Chain Planner|Logistics Coordinator|Purchasing Manager|Freight Forwarder", 42,
        72, true, "make sure that the right goods are at the right place",
        "Plan demand and stock levels|Negotiate with suppliers and carriers"
        "|Follow shipments and clear customs|Build reports in Excel and SAP|Prepare tenders"
        "|Find the cause of late deliveries",
        "Training or degree in logistics|Experience in purchasing or planning|Very good Excel"
        "|Knowledge of Incoterms and customs|Negotiating skill|English and another language"},
    {"Electricians", "Electrician|Industrial Electrician|Solar Panel Installer", 38, 62, true,
        "install and maintain what brings power where it is needed",
        "Install cables, switches and lighting|Maintain machines and replace parts"
        "|Mount solar panels and charging points|Measure and document according to the rules"
        "|Advise customers on site|Trace faults with a meter",
        "Completed apprenticeship as electrician|Knowledge of current wiring rules|Driving licence"
        "|No fear of heights|Neat and independent work|Readiness for occasional stand-by duty"},
    {"Plumbing & Heating", "Plumber|Heating Engineer|Refrigeration Technician|HVAC Technician", 38, 62, false,
        "keep homes warm, halls cool and water running",
        "Install heat pumps, pipes and bathrooms|Service boilers and cooling units"
        "|Find leaks and repair them|Explain controls to customers"
        "|Order material and keep the van in order|Document each visit on the tablet",
        "Apprenticeship in plumbing, heating or refrigeration|Certificate for refrigerants is welcome"
        "|Customer-friendly manner|Driving licence|Physical fitness|Solution-minded work"},
    {"Carpentry & Building", "Carpenter|Joiner|Roofer|Bricklayer|Painter and Decorator", 34, 56, false,
        "build and restore houses with good craft",
        "Read plans and measure on site|Build frames, roofs and walls|Fit windows, doors and stairs"
        "|Restore old buildings with care|Keep tools in order|Guide apprentices",
        "Apprenticeship in the craft|Experience on building sites|No fear of heights|Teamwork"
        "|Driving licence|Care for safety and cleanliness"},
    {"Welding & Metal", "Welder (TIG, MIG)|Metal Worker|CNC Machinist|Toolmaker", 36, 60, false,
        "shape metal to a tenth of a millimetre and join it for decades",
        "Weld steel, stainless steel and aluminium|Set up and run CNC lathes and mills"
        "|Read technical drawings|Check dimensions with gauges|Maintain machines and jigs"
        "|Improve programs (Fanuc, Heidenhain)",
        "Training in metal work|Valid welding certificates|Experience with CNC|Spatial imagination"
        "|Readiness for two shifts|Exact work"},
    {"Vehicle Repair", "Car Mechanic|Automotive Technician|Aircraft Mechanic|Bicycle Mechanic", 34, 66, false,
        "keep vehicles safe and their owners mobile",
        "Diagnose faults with modern testers|Service and repair brakes, engines and electronics"
        "|Inspect high-voltage systems|Document work and parts|Advise customers"
        "|Keep the workshop tidy",
        "Completed training as mechanic|Knowledge of diagnosis systems"
        "|Licence for the vehicles concerned|High-voltage certificate is a plus|Care and speed"
        "|Pleasure in technology"},
    {"Kitchen", "Chef|Line Cook|Pastry Chef|Kitchen Assistant|Sous Chef", 28, 52, false,
        "cook fresh food with good ingredients",
        "Prepare dishes of the season|Plan menus and order goods|Keep to hygiene rules (HACCP)"
        "|Bake bread and desserts|Lead a small team during service|Waste as little as possible",
        "Training or experience in a professional kitchen|Taste and creativity|Clean and quick work"
        "|Team spirit under pressure|Readiness for evenings and weekends|Allergen knowledge"},
    {"Hotels & Service", "Waiter|Barista|Hotel Receptionist|Housekeeping Attendant|Restaurant Manager", 24,
        46, false, "make guests feel welcome",
        "Welcome and serve guests|Prepare coffee and drinks|Handle bookings and payments"
        "|Clean rooms to a high standard|Solve complaints with a smile"
        "|Prepare conferences and celebrations",
        "Friendly and attentive manner|Experience in hospitality is a plus|Two languages"
        "|Flexible hours|Well-groomed appearance|Knowledge of Opera or a similar system"},
    {"Shops", "Shop Assistant|Store Manager|Cashier|Visual Merchandiser|Bakery Sales Assistant", 24, 48,
        false, "advise customers and keep the shop inviting",
        "Advise customers and sell with honesty|Refill shelves and check dates|Work at the till"
        "|Decorate windows|Plan shifts and order goods|Count stock",
        "Joy in contact with people|Reliability|First experience in retail|Readiness for Saturdays"
        "|Quick mental arithmetic|Knowledge of the products, or curiosity"},
    {"Farming & Gardens", "Gardener|Farm Worker|Landscape Gardener|Forestry Worker|Vineyard Assistant", 26,
        44, false, "work outdoors with plants, animals and the seasons",
        "Plant, prune and harvest|Lay paths and walls|Look after animals and machines|Drive tractors"
        "|Watch for pests and diseases|Advise customers on plants",
        "Training in gardening or farming, or practice|Robust health"
        "|Driving licence, ideally for tractors|Willingness to work in all weathers|Love of nature"
        "|Chainsaw certificate is welcome"},
    {"Security & Cleaning", "Security Guard|Cleaner|Facility Manager|Caretaker|Window Cleaner", 24, 46, false,
        "keep buildings safe, clean and in good order",
        "Walk rounds and control access|Clean offices and stairwells|Carry out small repairs"
        "|Look after contractors|Keep keys and alarms in order|Write short reports",
        "Reliability and discretion|Security licence where required"
        "|Experience in building services is welcome|Readiness for nights|Good manners"
        "|Basic language skills"},
};

} // namespace

std::span<const Profession> hands_on_professions()
{
    return table;
}
