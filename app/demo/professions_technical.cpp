// Professions of software, data, operations and engineering.
#include "data.hpp"

namespace {

constexpr Profession table[] = {
    {"Backend Development", "C++ Developer|C++ Software Engineer|Systems Programmer (C++)", 75, 115, true,
        "build the fast core that everything else of ours stands on",
        "Design and write services in modern C++ (C++17 and C++20)"
        "|Find and remove bottlenecks with perf and flame graphs"
        "|Review code of colleagues and take reviews of your own"
        "|Replace old C modules step by step, with tests first"
        "|Keep the build with CMake quick and free of warnings"
        "|Write down how components talk to each other",
        "Several years of C++, including templates and move semantics"
        "|Good understanding of Linux, sockets and threads"
        "|Experience with GDB, sanitizers and Valgrind|Some Python or Bash for tools"
        "|Knowledge of PostgreSQL is a plus|Clear written English"},
    {"Backend Development", "Java Developer|Java Backend Engineer|Kotlin and Java Engineer", 70, 108, true,
        "extend the services that handle our customers' orders",
        "Develop REST services with Java and Spring Boot"
        "|Model data in PostgreSQL and keep its queries quick"
        "|Move batch jobs to event streams with Kafka"
        "|Take part in on-call for what you build, one week in eight"
        "|Automate tests with JUnit and Testcontainers"
        "|Refine user stories together with product owners",
        "Solid Java, ideally also Kotlin|Practice with Spring Boot and Hibernate"
        "|SQL beyond simple joins|Experience with Docker and Kubernetes|A habit of writing tests"
        "|Willingness to share knowledge"},
    {"Backend Development", "C# .NET Developer|.NET Software Engineer|ASP.NET Core Developer", 68, 104, true,
        "modernise the business applications our clients work with every day",
        "Develop applications in C# and .NET 8"
        "|Turn old Windows Forms screens into ASP.NET Core web pages"
        "|Maintain SQL Server databases and stored procedures"
        "|Build interfaces to SAP and payment providers"
        "|Ship with Azure DevOps pipelines several times a week"
        "|Support colleagues in second-level questions",
        "Practice in C# and the .NET platform|Knowledge of Entity Framework and SQL Server"
        "|Some TypeScript or Blazor|Understanding of clean architecture and unit tests"
        "|Friendly manner with clients|Azure certification is welcome"},
    {"Backend Development", "Python Developer|Python Backend Engineer|Django Developer", 64, 102, true,
        "build interfaces and data flows that partners rely on",
        "Write web services with Python, Django and FastAPI"
        "|Design tables and migrations in PostgreSQL|Run background work with Celery and Redis"
        "|Watch errors and response times after each release|Document the public API with OpenAPI"
        "|Pair with front end developers on new features",
        "Three or more years with Python|Good knowledge of Django or a comparable framework"
        "|Experience with SQL and Redis|Automated tests with pytest"
        "|Understanding of HTTP, caching and security|Patience with legacy code"},
    {"Backend Development", "Go Engineer|Golang Backend Developer|Rust and Go Engineer", 80, 122, true,
        "run a platform that answers forty thousand requests a second",
        "Write network services in Go and, where it pays, Rust"
        "|Define interfaces with gRPC and Protocol Buffers|Measure before optimising and after"
        "|Plan capacity together with the infrastructure team"
        "|Break a monolith into services only where that helps|Mentor two junior engineers",
        "Production experience with Go|Interest in Rust"
        "|Knowledge of distributed systems and their failures"
        "|Experience with Kubernetes and Prometheus|Ability to explain a design on one page"
        "|Calm during incidents"},
    {"Frontend Development", "Frontend Developer|React Developer|TypeScript Engineer|Vue.js Developer", 62,
        98, true, "make our web application quick, accessible and pleasant to use",
        "Build components with React and TypeScript|Turn designs from Figma into responsive pages"
        "|Watch bundle size and Core Web Vitals"
        "|Test by hand with screen readers and automatically with Playwright"
        "|Maintain our design system|Agree on interfaces with backend developers",
        "Very good JavaScript, TypeScript, HTML and CSS|Experience with React, Vue.js or Svelte"
        "|Knowledge of WCAG|A sense for good interaction|Experience with Node.js tooling"
        "|Joy in small details"},
    {"Frontend Development", "Full-Stack Developer|Web Developer|Node.js Full-Stack Engineer", 60, 96, true,
        "take features from the first sketch to production",
        "Develop with Node.js on the server and React in the browser"
        "|Maintain our WordPress and Shopify shops|Write end-to-end tests"
        "|Improve search engine visibility with clean markup|Deploy to AWS with Terraform"
        "|Talk directly to the people who use the product",
        "Practice with JavaScript on both sides|Knowledge of SQL and REST"
        "|Git, code review and continuous integration|An eye for usability"
        "|Basic knowledge of AWS or Azure|Independent way of working"},
    {"Mobile Development", "iOS Developer|Android Developer|Mobile Engineer (Flutter)", 66, 104, true,
        "develop the app that customers open several times a day",
        "Develop features in Swift or Kotlin|Keep the app useful without a connection"
        "|Publish to App Store and Google Play|Cut start-up time and battery use"
        "|Answer reviews that report problems|Automate screenshots and releases",
        "At least one published app|Knowledge of SwiftUI or Jetpack Compose"
        "|Experience with REST and push notifications|Automated tests for mobile devices"
        "|Feeling for platform conventions|English at B2 or above"},
    {"Embedded Systems", "Embedded Software Engineer|Firmware Engineer|Embedded C Developer", 68, 106, true,
        "bring our controllers and sensors to life",
        "Write firmware in C and C++ for ARM Cortex-M|Bring up new boards with oscilloscope and JTAG"
        "|Write drivers for CAN, SPI and I2C|Port parts of the product to embedded Linux with Yocto"
        "|Keep current draw within the budget|Prepare the documents for functional safety (ISO 26262)",
        "Degree in electronics or computer science, or equal experience|Good C, some C++"
        "|Practice with a real-time system|Ability to read schematics|Care in documentation"
        "|Willingness to travel to the plant now and then"},
    {"Data & Analytics", "Data Engineer|Analytics Engineer|Big Data Engineer", 72, 114, true,
        "bring data from thirty sources together so that others can trust it",
        "Build pipelines with Python, Spark and Airflow|Model a warehouse in Snowflake with dbt"
        "|Check quality automatically and report what is missing|Tune slow SQL"
        "|Protect personal data by design|Help analysts to help themselves",
        "Strong SQL and Python"
        "|Experience with a column store such as Snowflake, BigQuery or ClickHouse"
        "|Understanding of streaming with Kafka|Version control and code review"
        "|Care for data protection|Structured way of working"},
    {"Data & Analytics", "Data Scientist|Machine Learning Engineer|Data Analyst", 70, 118, true,
        "turn data into decisions and forecasts",
        "Forecast demand and find outliers"
        "|Train models with scikit-learn and PyTorch and bring them into production"
        "|Plan and evaluate A/B tests|Build dashboards in Power BI"
        "|Explain results to people without a background in statistics|Watch models for drift",
        "Degree in statistics, mathematics, physics or computer science|Very good Python or R"
        "|Sound statistics|SQL for everyday work|Experience with machine learning in production"
        "|Curiosity about the business"},
    {"IT Operations", "DevOps Engineer|Site Reliability Engineer|Cloud Engineer|Platform Engineer", 74, 118,
        true, "keep our platform available and make releases boring",
        "Run Kubernetes clusters on AWS and in our own data centre"
        "|Describe infrastructure with Terraform and Ansible"
        "|Improve monitoring with Prometheus and Grafana|Lead reviews after incidents, without blame"
        "|Shorten the way from commit to production|Rehearse restoring backups",
        "Good knowledge of Linux and networks|Experience with Kubernetes and infrastructure as code"
        "|Scripting in Python, Go or Bash|Practice with CI/CD|Willingness to be on call"
        "|Calm and systematic search for causes"},
    {"IT Operations", "System Administrator|Network Engineer|Linux Administrator|Windows Administrator", 48,
        78, true, "look after servers, networks and the people who depend on them",
        "Maintain Linux and Windows servers and Active Directory"
        "|Plan switches, firewalls and VPN access|Automate routine work with PowerShell and Ansible"
        "|Check that backups can be restored|Keep software up to date and licences in order"
        "|Support the service desk in hard cases",
        "Training as IT specialist or equal experience|Good knowledge of TCP/IP, DNS and DHCP"
        "|Experience with VMware or Proxmox|Microsoft or Cisco certification is a plus"
        "|Service-minded attitude|Driving licence"},
    {"IT Operations", "IT Support Specialist|Service Desk Agent|Help Desk Technician", 34, 52, false,
        "help colleagues when a computer does not do what it should",
        "Answer questions by phone, chat and at the desk|Set up laptops, phones and printers"
        "|Record and follow tickets to their end|Write short guides for frequent questions"
        "|Create and close accounts|Look after meeting rooms and their equipment",
        "Knowledge of Windows, macOS and Office 365|First experience in a service desk"
        "|Patience and humour|Good English and another language|Ability to explain without jargon"
        "|Readiness for shifts between 7 and 19 o'clock"},
    {"Information Security", "Security Engineer|Penetration Tester|Information Security Analyst", 76, 124,
        true, "find weaknesses before others do and help to remove them",
        "Test web applications and networks|Watch alerts in the SIEM and investigate incidents"
        "|Review designs for security early|Run the programme for vulnerability disclosure"
        "|Train colleagues against phishing|Prepare the ISO 27001 audit",
        "Experience in security testing or operations|Knowledge of OWASP Top 10 and common protocols"
        "|Scripting in Python|OSCP, CISSP or similar is a plus|Discretion"
        "|Ability to write reports that people read"},
    {"Quality Assurance", "QA Engineer|Test Automation Engineer|Software Tester", 50, 82, true,
        "find the faults before our customers do",
        "Plan tests together with developers from the start"
        "|Automate regression tests with Selenium or Playwright|Explore new features by hand"
        "|Report faults so that they can be reproduced|Keep test data realistic and anonymous"
        "|Measure performance with k6",
        "Experience in testing web or mobile software|ISTQB certificate is welcome"
        "|Programming in Python, Java or TypeScript|Analytical thinking|Persistence"
        "|Good communication in an international team"},
    {"Mechanical Engineering", "Mechanical Engineer|Design Engineer|CAD Engineer (SolidWorks)", 58, 92, true,
        "develop machines from the first sketch to series production",
        "Design assemblies in SolidWorks|Calculate loads and tolerances"
        "|Accompany prototypes in the workshop|Choose materials and suppliers"
        "|Prepare drawings, parts lists and risk assessments|Reduce cost without losing quality",
        "Degree in mechanical engineering|Practice with 3D CAD and finite elements"
        "|Knowledge of manufacturing methods|Understanding of GD&T|Hands-on attitude"
        "|Good command of English"},
    {"Electrical Engineering", "Electrical Engineer|Automation Engineer (PLC)|Control Systems Engineer", 60,
        94, true, "plan and commission the control of industrial plants",
        "Program PLCs (Siemens TIA Portal, Beckhoff)|Draw circuit diagrams in EPLAN"
        "|Commission plants at customers' sites|Choose drives, sensors and cabinets"
        "|Trace faults in machines under time pressure|Train operators",
        "Degree in electrical engineering or technician's certificate|Experience with PLC programming"
        "|Knowledge of industrial buses such as Profinet"
        "|Readiness to travel, about a third of the time|Safety-conscious working"
        "|Second language welcome"},
    {"Civil Engineering", "Civil Engineer|Structural Engineer|Site Engineer", 56, 90, true,
        "plan bridges, roads and buildings that last",
        "Prepare structural calculations and drawings|Supervise work on site and check quantities"
        "|Coordinate architects, authorities and contractors|Model in Revit and check for clashes"
        "|Write tenders and compare bids|Document progress and defects",
        "Degree in civil engineering|Knowledge of Eurocodes and local building law"
        "|Experience with Revit or AutoCAD|Confident manner on site|Driving licence"
        "|Organisational talent"},
    {"Mechanical Engineering", "Process Engineer|Quality Engineer|Manufacturing Engineer", 56, 88, true,
        "make production safer, quicker and more even",
        "Analyse scrap and downtime and remove the causes"
        "|Introduce new machines and set process limits|Lead Kaizen workshops on the shop floor"
        "|Maintain FMEA and control plans|Audit suppliers|Prepare customer approvals (PPAP)",
        "Degree in engineering or many years in production|Knowledge of Lean and Six Sigma"
        "|Statistics with Minitab or Python|Experience with IATF 16949 or ISO 9001|Persuasive manner"
        "|Willingness to look closely"},
};

} // namespace

std::span<const Profession> technical_professions()
{
    return table;
}
