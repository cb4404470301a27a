using System.Collections.Immutable;
using SystemFlow.Feeds.Intake;
using static SystemFlow.Feeds.Published.PublishedColumn;

namespace SystemFlow.Feeds.Published.Returns;

/// <summary>
/// The ambulance collection, daily. Its hours are those of whole handovers, not those lost beyond 15 minutes, and so have a
/// metric of their own; the mean is of the handovers whose time is known.
/// </summary>
internal static class Handovers
{
    private const string Known = "handover_known";
    private const string Unknown = "handover_unknown";
    private const string All = "all_handovers";
    private const string Hours = "total_hours";
    private const double ManyUnknown = 0.2;
    private const double MinutesAnHour = 60;

    private static readonly ImmutableArray<string> Bands = ["over_15", "over_30", "over_45", "over_60"];

    public static PublishedReturn Return { get; } = new(
        "Ambulance handovers, daily",
        [
            Of(Known, "ambulance.handover-known"), Of("over_15", "ambulance.handover-over-15"),
            Of("over_30", "ambulance.handover-over-30"), Of("over_45", "ambulance.handover-over-45"),
            Of("over_60", "ambulance.handover-over-60"), Of(Unknown, "ambulance.handover-unknown"),
            Of(All, "ambulance.arrivals"), Of(Hours, "ambulance.handover-minutes") with { Scale = MinutesAnHour },
        ],
        ["date"], texts => PublishedPeriod.Day(texts["date"]), "The date must be like 2026-01-08.")
    {
        Code = "trust_code",
        IsDaily = true,
        Sums = [PublishedSum.Of("ambulance.handover-mean-minutes", [Known, Hours],
            line => line.Value(Known) is > 0 and var known ? line.Value(Hours) / known : null)],
        Judge = Judge,
    };

    private static void Judge(PublishedLine line)
    {
        line.TakeZerosAsAbsent($"Every figure of {line.Code} is 0 on {line.Period.From:yyyy-MM-dd}");
        foreach (var (shorter, longer) in Bands.Zip(Bands.Skip(1)))
        {
            if (!(line.Value(longer) > line.Value(shorter))) continue;
            line.Warn(longer, ReportReasons.LongerBandAboveShorter,
                $"{line.Value(longer)} in {longer} but {line.Value(shorter)} in {shorter}, which includes them. Kept as sent; there is no band between.");
        }

        foreach (var band in Bands.Where(band => line.Value(band) > line.Value(Known)))
        {
            line.Refuse(band, Reasons.PartExceedsWhole, $"{line.Value(band)} in {band} of {line.Value(Known)} handovers with a known time.");
        }

        if (line.Value(Known) + line.Value(Unknown) is { } sum && line.Value(All) is { } all && sum != all)
        {
            line.Warn(All, ReportReasons.DoesNotAddUp, $"{all} handovers, but {sum} of known and unknown time. Kept as sent.");
        }

        if (line.Value(Unknown) is > 0 and var unknown && unknown >= ManyUnknown * line.Value(All))
        {
            line.Warn(Unknown, ReportReasons.ManyUnknownTimes,
                $"The time of {unknown} of {line.Value(All)} handovers is not known. The mean is of the others alone.");
        }
    }
}
