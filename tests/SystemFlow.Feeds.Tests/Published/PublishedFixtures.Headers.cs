namespace SystemFlow.Feeds.Tests.Published;

/// <content>The headers of the returns, as published.</content>
internal static partial class PublishedFixtures
{
    public const string Handovers = "trust_code,date,handover_known,over_15,over_30,over_45,over_60,handover_unknown,all_handovers,total_hours";
    public const string Acute = "trust_code,date,do_not_meet_criteria_to_reside,discharged_by_1700,discharged_between_1701_2359,discharged_total";
    public const string Community = "sitrep,level,code,name,date,no_criteria_to_reside,discharged,remaining_no_criteria_to_reside,source_file";
    public const string Quarterly = "file,sheet,year,period,trust_code,trust_name,total_available,total_occupied,total_pct,ga_available,ga_occupied,ga_pct";
    public const string DelayedDays = "month,care_type,reason,responsible,delayed_days";
    public const string Calls = "date,calls_received,calls_answered,calls_answered_60s,calls_triaged";

    public const string Monthly = "nhs_trust22_code,date,general_acute_beds_available,general_acute_beds_occupied,general_acute_beds_occupancy_rate,"
        + "adult_general_acute_beds_available,adult_general_acute_beds_occupied,adult_general_acute_beds_occupancy_rate,"
        + "paediatric_general_acute_beds_available,paediatric_general_acute_beds_occupied,paediatric_general_acute_beds_occupancy_rate,"
        + "adult_critical_care_beds_available,adult_critical_care_beds_occupied,adult_critical_care_occupancy_rate,"
        + "paediatric_intensive_cared_beds_available,paediatric_intensive_cared_beds_occupied,paediatric_intensive_cared_occupancy_rate,"
        + "neonatal_intensive_care_bed_available,neonatal_intensive_care_bed_occupied,neonatal_intensive_care_occupancy_rate,month";

    private const string AeStart = "Period,Org Code,Parent Org,Org name,A&E attendances Type 1,A&E attendances Type 2,A&E attendances Other A&E Department,";
    private const string AeEnd = "Patients who have waited 4-12 hs from DTA to admission,Patients who have waited 12+ hrs from DTA to admission,"
        + "Emergency admissions via A&E - Type 1,Emergency admissions via A&E - Type 2,Emergency admissions via A&E - Other A&E department,Other emergency admissions";

    /// <summary>As to July 2020, without booked attendances.</summary>
    public const string Ae16 = AeStart + "Attendances over 4hrs Type 1,Attendances over 4hrs Type 2,Attendances over 4hrs Other Department," + AeEnd;

    /// <summary>As since August 2020, with them.</summary>
    public const string Ae22 = AeStart
        + "A&E attendances Booked Appointments Type 1,A&E attendances Booked Appointments Type 2,A&E attendances Booked Appointments Other Department,"
        + "Attendances over 4hrs Type 1,Attendances over 4hrs Type 2,Attendances over 4hrs Other Department,"
        + "Attendances over 4hrs Booked Appointments Type 1,Attendances over 4hrs Booked Appointments Type 2,Attendances over 4hrs Booked Appointments Other Department,"
        + AeEnd;
}
