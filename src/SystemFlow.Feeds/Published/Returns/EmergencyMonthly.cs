using System.Collections.Immutable;
using SystemFlow.Feeds.Intake;
using static SystemFlow.Feeds.Published.PublishedColumn;

namespace SystemFlow.Feeds.Published.Returns;

/// <summary>
/// A&amp;E attendances and emergency admissions, monthly: 16 columns to July 2020, 22 since, and the same as an extract of many
/// months. Booked attendances are counted apart from the others and are added to them; where none is given, they were not
/// collected and the others are all. One that is blank beside others is missing, and so is the sum. A trust with major attendances and
/// none over four hours did not report that measure: it has no share.
/// </summary>
internal static class EmergencyMonthly
{
    private const string Attended = "monthly.ed.attendances";
    private const string Over = "monthly.ed.over-4h";
    private const string Admitted = "monthly.ed.admissions";
    private const string PeriodStart = "msitae";

    private static readonly ImmutableArray<Department> Departments =
    [
        new("a_e_attendances_type_1", "a_e_attendances_booked_appointments_type_1", "attendances_over_4hrs_type_1",
            "attendances_over_4hrs_booked_appointments_type_1", "emergency_admissions_via_a_e_type_1"),
        new("a_e_attendances_type_2", "a_e_attendances_booked_appointments_type_2", "attendances_over_4hrs_type_2",
            "attendances_over_4hrs_booked_appointments_type_2", "emergency_admissions_via_a_e_type_2"),
        new("a_e_attendances_other_a_e_department", "a_e_attendances_booked_appointments_other_department",
            "attendances_over_4hrs_other_department", "attendances_over_4hrs_booked_appointments_other_department",
            "emergency_admissions_via_a_e_other_a_e_department"),
    ];

    private static readonly ImmutableArray<string> Plain = [.. Departments.Select(d => d.Attended)];
    private static readonly ImmutableArray<string> Booked = [.. Departments.Select(d => d.Booked)];
    private static readonly ImmutableArray<string> OverPlain = [.. Departments.Select(d => d.Over)];
    private static readonly ImmutableArray<string> OverBooked = [.. Departments.Select(d => d.OverBooked)];
    private static readonly ImmutableArray<string> AllAttended = [.. Plain, .. Booked];
    private static readonly ImmutableArray<string> AllOver = [.. OverPlain, .. OverBooked];
    private static readonly ImmutableArray<string> AllBooked = [.. Booked, .. OverBooked];
    private static readonly ImmutableArray<string> Admissions = [.. Departments.Select(d => d.Admitted)];

    public static PublishedReturn Return { get; } = new(
        "A&E attendances and emergency admissions, monthly",
        [
            .. Plain.Select(header => Part(header, Attended)),
            .. Booked.Select(header => Part(header, Attended) with { IsOptional = true }),
            .. OverPlain.Select(header => Part(header, Over)),
            .. OverBooked.Select(header => Part(header, Over) with { IsOptional = true }),
            Of("patients_who_have_waited_4_12_hs_from_dta_to_admission", "monthly.ed.dta-4-to-12h"),
            Of("patients_who_have_waited_12_hrs_from_dta_to_admission", "monthly.ed.dta-over-12h"),
            .. Admissions.Select(header => Part(header, Admitted)),
            Of("other_emergency_admissions", "monthly.ed.other-admissions"),
        ],
        ["period"], texts => PeriodOf(texts["period"]), "The period must be like MSitAE-APRIL-2020.")
    {
        Code = "org_code",
        Unused = ["parent_org", "org_name", "month", "source_file", "total_row"],
        Sums =
        [
            PublishedSum.Of(Attended, AllAttended, AttendedIn),
            PublishedSum.Of("monthly.ed.attendances-type-1", [Departments[0].Attended, Departments[0].Booked],
                line => AttendedAt(line, Departments[0])),
            PublishedSum.Of("monthly.ed.booked", Booked, line => Booked.Any(column => IsGiven(line, column)) ? Sum(line, Booked) : null),
            PublishedSum.Of(Over, AllOver, OverIn),
            PublishedSum.Of("monthly.ed.within-4h", [.. AllAttended, .. AllOver], line => AttendedIn(line) - OverIn(line)),
            PublishedSum.Of(Admitted, Admissions, line => Sum(line, Admissions)),
        ],
        Judge = Judge,
    };

    private static double? AttendedIn(PublishedLine line) => Sum(line, Plain) + BookedIn(line, Booked);

    private static double? AttendedAt(PublishedLine line, Department department) =>
        line.Value(department.Attended) + BookedIn(line, [department.Booked]);

    private static double? OverIn(PublishedLine line) => Sum(line, OverPlain) + BookedIn(line, OverBooked);

    // None where the line gives no booked figure at all: they were not collected, or this edition lacks them.
    private static double? BookedIn(PublishedLine line, ImmutableArray<string> columns) =>
        AllBooked.Any(column => IsGiven(line, column)) ? Sum(line, columns) : 0;

    private static bool IsGiven(PublishedLine line, string column) => line.Text(column).Length > 0;

    // Null where one part is not known: a sum without it would be too small. What the edition lacks is no part.
    private static double? Sum(PublishedLine line, ImmutableArray<string> columns) =>
        columns.Where(line.Has).Aggregate((double?)0, (sum, column) => sum + line.Value(column));

    private static void Judge(PublishedLine line)
    {
        if (line.IsAllZero)
        {
            line.Warn("other_emergency_admissions", ReportReasons.ZeroIsUnlikely, $"Every figure of {line.Code} is 0 in the month. Kept as sent.");
        }

        var major = line.Value(Departments[0].Attended) + (line.Value(Departments[0].Booked) ?? 0);
        if (major > 0 && OverIn(line) == 0)
        {
            foreach (var column in AllOver) line.TakeAsAbsent(column);
            line.Warn(OverPlain[0], ReportReasons.ZeroIsUnlikely,
                $"{line.Code} has {major} major attendances and none over 4 hours: taken as not reported, and no share is worked out.");
        }
        else if (OverIn(line) > AttendedIn(line))
        {
            line.Refuse(OverPlain[0], Reasons.PartExceedsWhole, $"{OverIn(line)} attendances over 4 hours of {AttendedIn(line)} in all.");
        }

        foreach (var department in Departments)
        {
            var attended = AttendedAt(line, department);
            if (line.Value(department.Admitted) is not { } admitted || !(admitted > attended)) continue;
            line.Warn(department.Admitted, ReportReasons.AdmissionsAboveAttendances,
                $"{line.Code} admitted {admitted} through departments that {attended} attended. Kept as sent.");
        }
    }

    private static PublishedPeriod? PeriodOf(string text) =>
        text.Split('-') is [var start, var month, var year] && start.Equals(PeriodStart, StringComparison.OrdinalIgnoreCase)
            ? PublishedPeriod.Month(month.Trim(), year.Trim())
            : null;

    private sealed record Department(string Attended, string Booked, string Over, string OverBooked, string Admitted);
}
