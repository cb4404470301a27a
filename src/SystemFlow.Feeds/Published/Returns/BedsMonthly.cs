using System.Collections.Immutable;
using static SystemFlow.Feeds.Published.PublishedColumn;

namespace SystemFlow.Feeds.Published.Returns;

/// <summary>
/// Beds from the daily situation reports, averaged over a month. The published share counts: it comes from means that are
/// not rounded, as the beds are. Where no bed is open, or the occupied ones are not known, there is no share.
/// </summary>
internal static class BedsMonthly
{
    private const double PerCent = 100;

    // The publisher's names are uneven.
    private static readonly ImmutableArray<Kind> Kinds =
    [
        new("ga", "general_acute_beds", "general_acute_beds"),
        new("ga-adult", "adult_general_acute_beds", "adult_general_acute_beds"),
        new("ga-paediatric", "paediatric_general_acute_beds", "paediatric_general_acute_beds"),
        new("cc-adult", "adult_critical_care_beds", "adult_critical_care"),
        new("ic-paediatric", "paediatric_intensive_cared_beds", "paediatric_intensive_cared"),
        new("ic-neonatal", "neonatal_intensive_care_bed", "neonatal_intensive_care"),
    ];

    public static PublishedReturn Return { get; } = new(
        "G&A and critical care beds, monthly",
        [
            .. Kinds.SelectMany(kind => new[]
            {
                Of(kind.Open, $"monthly.beds.{kind.Code}.open"), Of(kind.Occupied, $"monthly.beds.{kind.Code}.occupied"),
                Of(kind.Rate, $"monthly.beds.{kind.Code}.occupancy") with { Scale = PerCent },
            }),
        ],
        ["month"], texts => PublishedPeriod.MonthFrom(texts["month"]), "The month must be its first day, like 2022-04-01.")
    {
        Code = "nhs_trust22_code",
        Unused = ["date"],
        Judge = line =>
        {
            foreach (var kind in Kinds)
            {
                line.LookAtBeds(kind.Open, kind.Occupied);
                if (line.Value(kind.Open) is null or 0 || line.Value(kind.Occupied) is null) line.TakeAsAbsent(kind.Rate);
            }
        },
    };

    private sealed record Kind(string Code, string Beds, string Share)
    {
        public string Open => Beds + "_available";

        public string Occupied => Beds + "_occupied";

        public string Rate => Share + "_occupancy_rate";
    }
}
