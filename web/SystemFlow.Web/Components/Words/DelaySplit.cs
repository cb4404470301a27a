using System.Collections.Immutable;
using SystemFlow.Domain.Live;
using SystemFlow.Domain.Readings;

namespace SystemFlow.Web.Components.Words;

/// <summary>One reason's delays. A part that was not sent is null, not 0.</summary>
internal sealed record DelayRow(string Reason, double? Nhs, double? Social, double? Both)
{
    /// <summary>What was sent, added up; null when nothing was.</summary>
    public double? Total =>
        Nhs is null && Social is null && Both is null ? null : (Nhs ?? 0) + (Social ?? 0) + (Both ?? 0);
}

/// <summary>Delayed transfers of a place by reason and by who must act, as of one moment.</summary>
/// <param name="Sum">The bottom line.</param>
/// <param name="Headline">The figure above the table.</param>
internal sealed record DelaySplit(ImmutableArray<DelayRow> Rows, DelayRow Sum, double? Headline)
{
    private static readonly MetricCode Delays = MetricCode.Parse("dtoc.patients");

    // Published letters and their reasons: NHS England's acute list as of 2017.
    private static readonly ImmutableArray<(string Letter, string Reason)> Reasons =
    [
        ("A", "Completion of assessment"), ("B", "Public funding"), ("C", "Further non-acute NHS care"),
        ("Di", "Residential home"), ("Dii", "Nursing home"), ("E", "Care package in own home"),
        ("F", "Community equipment or adaptations"), ("G", "Patient or family choice"), ("H", "Disputes"),
        ("I", "Housing"), ("Other", "not in this list"),
    ];

    /// <summary>Whether the table adds up to the figure above it.</summary>
    public bool AddsUp => Sum.Total is { } total && Headline is { } headline && Math.Abs(total - headline) < 0.5;

    /// <summary>The split that a state holds; null when it holds none by reason.</summary>
    public static DelaySplit? Of(PlaceState state)
    {
        var parts = state.Figures
            .Where(f => f.Key is { Reason: not null } && f.Key.Metric == Delays && f.Value.Current is not null)
            .ToList();
        if (parts.Count == 0) return null;
        var newest = parts.Max(part => part.Value.Reading.PeriodEnd);
        var byKey = parts.Where(part => part.Value.Reading.PeriodEnd == newest || part.Value.Coverage is not null)
            .ToDictionary(part => (part.Key.Reason!, part.Key.Attributable), part => part.Value.Current);
        var letters = byKey.Keys.Select(key => key.Item1).Distinct().OrderBy(Rank).ThenBy(letter => letter, StringComparer.Ordinal);
        var rows = letters.Select(letter => RowOf(letter, byKey)).ToImmutableArray();
        var sum = new DelayRow("Total", Add(rows, row => row.Nhs), Add(rows, row => row.Social), Add(rows, row => row.Both));
        return new DelaySplit(rows, sum, state[Delays]?.Current);
    }

    private static DelayRow RowOf(string letter, Dictionary<(string, Attribution?), double?> byKey) => new(
        Reasons.FirstOrDefault(known => known.Letter == letter).Reason is { } words ? $"{letter}: {words}" : letter,
        byKey.GetValueOrDefault((letter, Attribution.Nhs)),
        byKey.GetValueOrDefault((letter, Attribution.Social)),
        byKey.GetValueOrDefault((letter, Attribution.Both)));

    private static double? Add(ImmutableArray<DelayRow> rows, Func<DelayRow, double?> part) =>
        rows.Any(row => part(row) is not null) ? rows.Sum(row => part(row) ?? 0) : null;

    private static int Rank(string letter)
    {
        var index = Reasons.Select(known => known.Letter).ToList().IndexOf(letter);
        return index < 0 ? Reasons.Length : index;
    }
}
