using System.Collections.Immutable;
using System.Globalization;
using SystemFlow.Domain.Delays;
using SystemFlow.Domain.Live;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Readings;

namespace SystemFlow.Web.Components.Words;

/// <summary>Delayed transfers of care in words.</summary>
internal static class DelayText
{
    // Published letters and their reasons: NHS England's acute list as of 2017.
    private static readonly ImmutableDictionary<string, string> Reasons = new Dictionary<string, string>
    {
        ["A"] = "Completion of assessment",
        ["B"] = "Public funding",
        ["C"] = "Further non-acute NHS care",
        ["Di"] = "Residential home",
        ["Dii"] = "Nursing home",
        ["E"] = "Care package in own home",
        ["F"] = "Community equipment or adaptations",
        ["G"] = "Patient or family choice",
        ["H"] = "Disputes",
        ["I"] = "Housing",
        ["Other"] = "not in this list",
    }.ToImmutableDictionary();

    /// <summary>A reason by its letter; null is for patients without one.</summary>
    public static string Reason(string? letter) => letter is null ? "Reason not given"
        : Reasons.TryGetValue(letter, out var words) ? $"{letter}: {words}" : letter;

    /// <summary>A reason's letter, as it is published; null for what is none.</summary>
    public static string? Letter(string? text) => text is not null && Reasons.TryGetKey(text, out var letter) ? letter : null;

    /// <summary>Who must act, as a heading; null is everybody.</summary>
    public static string By(Attribution? body) => body switch
    {
        Attribution.Nhs => "NHS",
        Attribution.Social => "Social care",
        Attribution.Both => "Both",
        _ => "Everybody",
    };

    /// <summary>A count, or "No data".</summary>
    public static string Count(double? patients) => patients is { } known ? FigureText.Number(known) : "No data";

    /// <summary>A share of occupied beds with one decimal, as returns print it, or "No data".</summary>
    public static string Rate(double? percent) =>
        percent is { } known ? known.ToString("0.0", CultureInfo.InvariantCulture) + "%" : "No data";

    /// <summary><c>81 of 1,506 occupied beds</c>, and of how many organisations where the patients or beds of some are not known.</summary>
    public static string RateOf(DelaySum sum)
    {
        if (sum.RateBeds is not { } beds) return "Occupied beds are not known";
        var halves = $"{FigureText.Number(sum.RatePatients)} of {FigureText.Number(beds)} occupied beds";
        return sum.RateOf < sum.Coverage.Expected ? $"{halves}, at {sum.RateOf} of {Organisations(sum.Coverage.Expected)}" : halves;
    }

    /// <summary>The age of the oldest figure, and who is missing where somebody is.</summary>
    public static string Age(IReadOnlyCollection<DelayCount> counts, Metric metric, DateTimeOffset now)
    {
        var known = counts.Where(count => count.Patients is not null).ToList();
        var cover = Cover(new Coverage(known.Count, counts.Count));
        if (known.Count == 0) return cover ?? "";
        var freshness = known.Max(count => Cell.Freshness(count.Total, metric, now));
        var age = AgeText.Of(freshness, now - known.Min(count => count.Total!.Reading.PeriodEnd));
        return cover is null ? age : $"{age}, {cover}";
    }

    /// <summary><c>2 of 7 organisations</c>; null where nobody is missing.</summary>
    public static string? Cover(Coverage coverage) =>
        coverage.IsComplete ? null : $"{coverage.Reporting} of {Organisations(coverage.Expected)}";

    /// <summary><c>NHS 47 + social care 28 + both 6 = 81</c>: what the headline is made of.</summary>
    public static string SumOf(DelaySum sum)
    {
        if (sum.Patients is null) return "No organisation's figure is known now";
        (string Name, double? Count)[] parts =
            [("NHS", sum.Nhs), ("social care", sum.Social), ("both", sum.Both), ("not split", sum.Unsplit)];
        var words = string.Join(" + ", parts.Where(part => part.Count is not null).Select(part => $"{part.Name} {Count(part.Count)}"));
        return (sum.Over > 0 ? $"{words} - {Count(sum.Over)} named beyond the totals" : words) + $" = {Count(sum.Patients)}";
    }

    /// <summary>What a reader must know before acting on these sums, a sentence each.</summary>
    public static IEnumerable<string> Remarks(DelayBoard board, DateTimeOffset now)
    {
        var missing = board.Counts.Where(count => count.Patients is null).ToList();
        if (missing.Count > 0)
        {
            yield return $"Not in the sums, because their figure is not known now: {string.Join(", ", missing.Select(count => Missing(count, now)))}.";
        }

        foreach (var count in board.Disagreeing)
        {
            yield return $"{count.Place.ShortName}'s split adds up to {Count(count.SplitSum)} and its total is {Count(count.Patients)}. "
                + (count.Over > 0 ? "The total counts." : "The rest is under \"Not split\".");
        }

        foreach (var provider in board.PerhapsTwice) yield return PerhapsTwice(provider);

        if (board.Beside.Length > 0)
        {
            yield return $"Shown and not added, because their trust sends a figure of its own: {string.Join(", ", board.Beside.Select(count => count.Place.ShortName))}.";
        }
    }

    /// <summary>Why a provider may be in a sum twice.</summary>
    public static string PerhapsTwice(DelayProvider provider) => PerhapsTwice(provider.Name);

    /// <inheritdoc cref="PerhapsTwice(DelayProvider)"/>
    public static string PerhapsTwice(string provider) =>
        $"{provider} sends a figure of its own, and so do sites that it runs: the same patients may be counted twice.";

    /// <summary>A rate beside the ceiling that a provider's own board set. Some of the organisations alone are neither over it nor within it.</summary>
    public static string? Ceiling(DelaySum sum, double? ceiling) => (sum.Rate, ceiling) switch
    {
        (_, null) or (null, _) => null,
        (_, { } most) when sum.RateOf < sum.Coverage.Expected =>
            FormattableString.Invariant($"Not compared with its own {most:0.#}% threshold: {Cover(new Coverage(sum.RateOf, sum.Coverage.Expected))}"),
        ({ } share, { } most) when share > most => FormattableString.Invariant($"Over its own {most:0.#}% threshold"),
        (_, { } most) => FormattableString.Invariant($"Within its own {most:0.#}% threshold"),
    };

    /// <summary>Whose own board set a threshold, and that there is no other.</summary>
    public static string Thresholds(Footprint footprint)
    {
        var own = footprint.Places.Where(place => place.DtocRateCeiling is not null)
            .Select(place => FormattableString.Invariant($"{place.Name}'s own board set {place.DtocRateCeiling:0.#}%"));
        return string.Join(". ", own.Prepend("There is no threshold for the whole system")) + ".";
    }

    private static string Missing(DelayCount count, DateTimeOffset now) => count.Total switch
    {
        null => $"{count.Place.ShortName} (never received)",
        { Reading: { Value: null, Metric.IsPart: true } } => $"{count.Place.ShortName} (does not say)",
        { Reading.Value: null } => $"{count.Place.ShortName} (no such figure)",
        { Reading.PeriodEnd: var at } => $"{count.Place.ShortName} (silent for {AgeText.Of(now - at)})",
    };

    private static string Organisations(int count) => count == 1 ? "1 organisation" : $"{count} organisations";
}
