using SystemFlow.Feeds.Intake;
using static SystemFlow.Feeds.Published.PublishedColumn;

namespace SystemFlow.Feeds.Published.Returns;

/// <summary>Discharge delays at community trusts, daily. Days without a discharge are ordinary there.</summary>
internal static class CommunityDischarges
{
    private const string InDay = "no_criteria_to_reside";
    private const string Discharged = "discharged";
    private const string Left = "remaining_no_criteria_to_reside";

    public static PublishedReturn Return { get; } = new(
        "Discharge delays, community, daily",
        [Of(InDay, "community-nctr.in-day"), Of(Discharged, "community-nctr.discharged"), Of(Left, "community-nctr.patients")],
        ["date"], texts => PublishedPeriod.Day(texts["date"]), "The date must be like 2023-08-01.")
    {
        Code = "code",
        Unused = ["sitrep", "level", "name", "source_file"],
        IsDaily = true,
        Judge = line =>
        {
            line.TakeZerosAsAbsent($"Every figure of {line.Code} is 0 on {line.Period.From:yyyy-MM-dd}");
            if (line.Value(Discharged) > line.Value(InDay))
            {
                line.RefuseBoth(InDay, Discharged, Reasons.PartExceedsWhole,
                    $"{line.Value(Discharged)} discharged of {line.Value(InDay)} without criteria to reside.");
            }
            else if (line.Value(InDay) - line.Value(Discharged) is { } left && line.Value(Left) is { } published && left != published)
            {
                line.Warn(Left, ReportReasons.DoesNotAddUp, $"{published} remain where {left} should. Kept as sent.");
            }
        },
    };
}
