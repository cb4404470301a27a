using SystemFlow.Domain.Places;
using SystemFlow.Domain.Readings;

namespace SystemFlow.Feeds.Simulated;

/// <summary>
/// The constants that make simulated life look like Hertfordshire and west Essex. Each is a summary worked out from a
/// publication that is named beside it, or says "synthetic": then no publication gives one. NHS England's figures:
/// contains public sector information licensed under the Open Government Licence v3.0.
/// </summary>
internal static class Calibration
{
    /// <summary>Synthetic. Days from the worst of winter after which it is a third (1/e) as bad.</summary>
    public const double WinterSpreadDays = 38;

    /// <summary>
    /// Type 1 attendances in the worst of winter, more than in summer. NHS England, A&amp;E, 2024-25 and 2025-26.
    /// </summary>
    public const double WinterAttendances = 0.05;

    /// <summary>Synthetic. Stays in the worst of winter, longer than in summer.</summary>
    public const double WinterStays = 0.05;

    /// <summary>
    /// Emergency arrivals by hour, 1 being an even spread: the hour-of-day profile of patientflow's synthetic inpatient
    /// arrivals (UCL-CORU/patientflow, MIT licence, copyright (c) 2024 Zella King), 306 days.
    /// </summary>
    public static readonly double[] ArrivalsByHour =
    [
        0.41, 0.41, 0.38, 0.29, 0.43, 0.25, 0.36, 0.64, 0.84, 1.29, 1.51, 1.60,
        1.72, 1.81, 1.78, 1.54, 1.48, 1.45, 1.38, 1.35, 1.28, 0.77, 0.56, 0.48,
    ];

    /// <summary>Synthetic. Urgent treatment by hour: nearly nobody at night.</summary>
    public static readonly double[] MinorsByHour =
    [
        0.10, 0.06, 0.05, 0.05, 0.05, 0.08, 0.20, 0.60, 1.30, 1.75, 1.85, 1.80,
        1.70, 1.65, 1.60, 1.65, 1.75, 1.85, 1.80, 1.55, 1.25, 0.80, 0.35, 0.16,
    ];

    /// <summary>Synthetic. A&amp;E arrivals by weekday, from Sunday: Mondays are the busiest.</summary>
    public static readonly double[] ArrivalsByWeekday = [0.99, 1.09, 1.02, 0.99, 0.98, 0.97, 0.96];

    /// <summary>
    /// Chance that a patient's last day, planned for that weekday from Sunday, is moved to another: from discharges by
    /// weekday. NHS England, acute discharge situation report, August 2023 to December 2024.
    /// </summary>
    public static readonly double[] MovedByWeekday = [0.42, 0.10, 0, 0, 0, 0, 0.30];

    /// <summary>
    /// NHS 111 calls by weekday, from Sunday. NHS England, integrated urgent care, November 2025 to March 2026.
    /// </summary>
    public static readonly double[] CallsByWeekday = [1.21, 0.99, 0.85, 0.82, 0.83, 0.90, 1.41];

    /// <summary>Synthetic. NHS 111 calls by hour.</summary>
    public static readonly double[] CallsByHour =
    [
        0.45, 0.35, 0.28, 0.25, 0.27, 0.35, 0.60, 0.95, 1.35, 1.45, 1.40, 1.30,
        1.20, 1.15, 1.15, 1.20, 1.30, 1.45, 1.65, 1.65, 1.45, 1.15, 0.90, 0.75,
    ];

    /// <summary>
    /// NHS 111 calls a day in November. NHS England, integrated urgent care, November 2025 (West Essex and
    /// Hertfordshire).
    /// </summary>
    public const double CallsPerDay = 1494;

    /// <summary>Of those answered, those that reached an assessment. The same, November 2025 to March 2026.</summary>
    public const double TriagedShare = 0.93;

    /// <summary>111 calls in the worst of winter, more than in summer. The same: December against March.</summary>
    public const double WinterCalls = 0.15;

    /// <summary>Synthetic. Share admitted in the worst of winter, more than in summer.</summary>
    public const double WinterAdmissions = 0.02;

    /// <summary>Synthetic. How much faster patients are placed than they come, with any number of beds free.</summary>
    public const double PlacingPace = 1.5;

    /// <summary>
    /// Synthetic. Patients waiting for a bed, at which they are placed twice as fast: beds are then found that suit
    /// less.
    /// </summary>
    public const double WaitingThatDoublesPace = 20;

    /// <summary>
    /// Synthetic. Treatment in A&amp;E in the worst of winter, longer than in summer: people are iller.
    /// </summary>
    public const double WinterTreatment = 0.15;

    /// <summary>
    /// Synthetic. Unseen patients in A&amp;E with which clinicians would see twice as many, if help had no end.
    /// </summary>
    public const double UnseenForDouble = 100;

    /// <summary>Synthetic. The most that help adds, as a share.</summary>
    public const double MostHelp = 0.4;

    /// <summary>Synthetic. How much shorter stays become, as a share, for each share of patients too many.</summary>
    public const double HurryWhenFull = 1.5;

    /// <summary>
    /// Minutes that half of the handovers take with room inside. NHS England, handover collection: 8 in 10 take over
    /// 15.
    /// </summary>
    public const double HandoverMinutes = 19;

    /// <summary>The spread of their logarithm. The same.</summary>
    public const double HandoverSpread = 0.32;

    /// <summary>
    /// Synthetic. With no room inside, minutes until an ambulance at the door is taken in nevertheless.
    /// </summary>
    public const double MinutesWhenFull = 45;

    /// <summary>
    /// Synthetic. Ambulances at the door, from which on some are sent to another hospital for two hours.
    /// </summary>
    public const int AmbulancesUntilDivert = 14;

    /// <summary>Synthetic. Minutes that half of the urgent treatments take.</summary>
    public const double MinorTreatmentMinutes = 50;

    /// <summary>Synthetic. Beds with flu in the worst of winter, as a share of those occupied.</summary>
    public const double FluShare = 0.05;

    /// <summary>
    /// Synthetic. New closures for infection in a day of summer; three times as many in the worst of winter.
    /// </summary>
    public const double OutbreaksADay = 0.03;

    /// <summary>
    /// Beds closed for infection that are empty. NHS England, winter situation reports, 2017-18 (RWH, RWG, RQW).
    /// </summary>
    public const double ClosedEmptyShare = 0.18;

    /// <summary>How much of winter an average day of November has, which the daily figures here are for.</summary>
    public const double NovemberWinter = 0.18;

    /// <summary>
    /// Synthetic. Of the patients found ready in hospital, those who then wait for somebody: delayed transfers.
    /// </summary>
    public const double ComplexShare = 0.23;

    /// <summary>
    /// Synthetic. Days after which something else is found for a patient who waits for a community bed.
    /// </summary>
    public const double DaysUntilOtherwise = 10;

    /// <summary>Synthetic. What is arranged on a day of the weekend, as a share of a working day.</summary>
    public const double WeekendArrangements = 0.35;

    /// <summary>Synthetic. Community beds in use, as a share of those open.</summary>
    public const double CommunityOccupancy = 0.92;

    /// <summary>
    /// Delayed patients as a share of those in community beds. NHS England, community discharge situation report, June
    /// 2023 to January 2024 (RY4), against synthetic beds.
    /// </summary>
    public const double CommunityDelayedShare = 0.07;

    /// <summary>Synthetic. Those who leave a community bed late, as a share of all who leave.</summary>
    public const double CommunityDelayed = 0.45;

    /// <summary>Synthetic. Of those who come to community beds, the share that comes from home.</summary>
    public const double FromHomeShare = 0.60;

    /// <summary>Synthetic. Packages of care that become free in a day, for 100,000 residents.</summary>
    public const double PackagesADay = 2.0;

    /// <summary>Synthetic. Of the packages on offer, the share that goes to people who are at home in a day.</summary>
    public const double PackagesTakenFromHome = 0.30;

    /// <summary>Synthetic. Vacancies in care homes, for 100,000 residents.</summary>
    public const double CareHomeVacancies = 40;

    /// <summary>Synthetic. Days for which a room stays vacant.</summary>
    public const double VacancyDays = 35;

    /// <summary>
    /// Synthetic. Referrals that the crisis service can have under way by day, for 100,000 residents.
    /// </summary>
    public const double CrisisSlotsByDay = 5;

    /// <summary>Synthetic. The same by night.</summary>
    public const double CrisisSlotsByNight = 2;

    /// <summary>Synthetic. Referrals to the crisis service in a day, for 100,000 residents.</summary>
    public const double CrisisReferralsADay = 14;

    /// <summary>Synthetic. Minutes for which a referral keeps a team, travel included.</summary>
    public const double CrisisVisitMinutes = 150;

    /// <summary>
    /// Delayed transfers by reason and by who must act, as shares of delayed days. NHS England, delayed transfers of
    /// care, England, March 2019 to February 2020. The days that each takes to arrange are synthetic.
    /// </summary>
    public static readonly Delay[] Delays =
    [
        new("A", Attribution.Nhs, 0.060, 0.039, 1.5),
        new("A", Attribution.Social, 0.065, 0.030, 2),
        new("A", Attribution.Both, 0.022, 0.008, 2),
        new("B", Attribution.Nhs, 0.011, 0.021, 4),
        new("B", Attribution.Social, 0.004, 0.013, 4),
        new("B", Attribution.Both, 0.001, 0.016, 4),
        new("C", Attribution.Nhs, 0.232, 0.079, 1.2),
        new("Di", Attribution.Nhs, 0.033, 0.071, 3.5),
        new("Di", Attribution.Social, 0.063, 0.095, 3.5),
        new("Dii", Attribution.Nhs, 0.078, 0.047, 3.5),
        new("Dii", Attribution.Social, 0.040, 0.049, 3.5),
        new("Dii", Attribution.Both, 0.009, 0.047, 3.5),
        new("E", Attribution.Nhs, 0.074, 0.052, 1.5),
        new("E", Attribution.Social, 0.096, 0.100, 1.5),
        new("E", Attribution.Both, 0.043, 0.047, 1.5),
        new("F", Attribution.Nhs, 0.023, 0.019, 1),
        new("F", Attribution.Social, 0.003, 0.004, 1),
        new("F", Attribution.Both, 0.003, 0.003, 1),
        new("G", Attribution.Nhs, 0.106, 0.105, 2.5),
        new("G", Attribution.Social, 0.011, 0.015, 2.5),
        new("H", Attribution.Nhs, 0.004, 0.009, 5),
        new("H", Attribution.Social, 0.001, 0.004, 5),
        new("I", Attribution.Nhs, 0.021, 0.087, 4),
        new("Other", Attribution.Nhs, 0, 0.022, 2),
        new("Other", Attribution.Social, 0, 0.010, 2),
        new("Other", Attribution.Both, 0, 0.005, 2),
    ];

    /// <summary>
    /// Lister. Attendances, admissions: NHS England, A&amp;E, November 2025 (RWH, type 1). Ambulances: NHS England,
    /// handover
    /// collection, November 2025 to March 2026. Cubicles: synthetic.
    /// </summary>
    private static readonly DepartmentProfile Lister = new()
    {
        Majors = 310,
        Minors = 0,
        Ambulances = 77,
        AdmittedShare = 0.247,
        Spaces = 32,
        Staffing = 1.02,
        TreatmentMinutes = 138,
    };

    /// <summary>New QEII. NHS England, A&amp;E, November 2025 (RWH, other departments).</summary>
    private static readonly DepartmentProfile NewQueenElizabeth2 = new()
    {
        Majors = 0,
        Minors = 276,
        Ambulances = 0,
        AdmittedShare = 0,
        Spaces = 0,
    };

    /// <summary>Watford General. As Lister, RWG, with the trust's other departments.</summary>
    private static readonly DepartmentProfile Watford = new()
    {
        Majors = 293,
        Minors = 268,
        Ambulances = 96,
        AdmittedShare = 0.511,
        Spaces = 40,
        Staffing = 1.22,
    };

    /// <summary>The Princess Alexandra. As Lister, RQW, with the trust's other departments.</summary>
    private static readonly DepartmentProfile PrincessAlexandra = new()
    {
        Majors = 258,
        Minors = 107,
        Ambulances = 67,
        AdmittedShare = 0.231,
        Spaces = 32,
        Staffing = 1.35,
        FullAt = 0.7,
    };

    /// <summary>
    /// Lister. Beds: NHS England, UEC daily situation reports by month, November 2024 (RWH), escalation apart, which is
    /// synthetic. Admissions: NHS England, A&amp;E, November 2025; planned ones are synthetic. Ready share: acute
    /// discharge situation report, November 2024, against all who leave.
    /// </summary>
    private static readonly WardProfile ListerBeds = new()
    {
        CoreBeds = 586,
        Occupied = 527,
        FromDepartment = 76.6,
        Direct = 7.2,
        Planned = 14,
        ReadyShare = 0.80,
        StayFactor = 1.01,
        CriticalCareBeds = 18,
        CriticalCareOccupied = 14,
    };

    /// <summary>
    /// Watford General. As Lister, RWG without the beds of its two other hospitals; that split is synthetic.
    /// </summary>
    private static readonly WardProfile WatfordBeds = new()
    {
        CoreBeds = 548,
        Occupied = 507,
        FromDepartment = 149.9,
        Direct = 22.7,
        Planned = 16,
        ReadyShare = 0.49,
        StayFactor = 0.90,
        CriticalCareBeds = 19,
        CriticalCareOccupied = 14,
    };

    /// <summary>The Princess Alexandra. As Lister, RQW.</summary>
    private static readonly WardProfile PrincessAlexandraBeds = new()
    {
        CoreBeds = 446,
        Occupied = 454,
        FromDepartment = 59.7,
        Direct = 9.3,
        Planned = 10,
        ReadyShare = 0.60,
        StayFactor = 0.99,
        LeavingHours = 5.4,
        EscalateAbove = 0.98,
        ChoiceOfBeds = 5,
        CriticalCareBeds = 10,
        CriticalCareOccupied = 8.5,
    };

    /// <summary>Synthetic split of RWG's beds. Step-down: transfers every day.</summary>
    private static readonly WardProfile HemelBeds = new()
    {
        CoreBeds = 40,
        Occupied = 36,
        FromDepartment = 0,
        Direct = 2.4,
        Planned = 0,
        ReadyShare = 0.9,
    };

    /// <summary>Synthetic split of RWG's beds. Planned care: nobody comes at the weekend.</summary>
    private static readonly WardProfile StAlbansBeds = new()
    {
        CoreBeds = 40,
        Occupied = 33,
        FromDepartment = 0,
        Direct = 0,
        Planned = 13,
        ReadyShare = 0.6,
    };

    /// <summary>Beds of a base whose plans state no size. Synthetic.</summary>
    public static int BedsOf(PlaceCode bedBase) => bedBase.ToString() switch
    {
        "RY409" => 32,
        "RY424" => 24,
        "RY402" => 36,
        "pool-enh-stroke" => 36,
        "pool-we-short-term" => 56,
        _ => 22,
    };

    /// <summary>Synthetic. Days that people stay in a base; at home, up to 6 weeks (the plans of First).</summary>
    public static double StayDaysOf(PlaceCode bedBase) => bedBase.ToString() switch
    {
        "pool-hv-first" => 24,
        "pool-enh-flats" => 35,
        "pool-north-herts-virtual" => 14,
        _ => 19,
    };

    /// <summary>Synthetic. Residents of an area for which the plans give no number, such as west Essex.</summary>
    public const int PopulationIfUnknown = 300_000;

    /// <summary>The A&amp;E of a hospital; a hospital of another footprint is like The Princess Alexandra.</summary>
    public static DepartmentProfile DepartmentOf(PlaceCode hospital) => hospital.ToString() switch
    {
        "RWH01" => Lister,
        "RWH20" => NewQueenElizabeth2,
        "RWG02" => Watford,
        _ => PrincessAlexandra,
    };

    /// <summary>The beds of a hospital; a hospital of another footprint is like The Princess Alexandra.</summary>
    public static WardProfile WardsOf(PlaceCode hospital) => hospital.ToString() switch
    {
        "RWH01" => ListerBeds,
        "RWG02" => WatfordBeds,
        "RWG08" => HemelBeds,
        "RWG03" => StAlbansBeds,
        _ => PrincessAlexandraBeds,
    };
}
