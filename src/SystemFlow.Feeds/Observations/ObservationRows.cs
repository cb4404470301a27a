using SystemFlow.Domain.Places;
using SystemFlow.Domain.Readings;
using SystemFlow.Feeds.Intake;

namespace SystemFlow.Feeds.Observations;

/// <summary>
/// The rows of one body, each checked by itself and against those before it. Rows without a value wait until the body's
/// end, because a value for the same series and moment may follow, and it counts. Remembers at most
/// <see cref="FeedOptions.MaxRows"/> rows.
/// </summary>
internal sealed class ObservationRows(IntakeTerms terms)
{
    private static readonly string[] Wholes = [".open", ".capacity"];
    private const string Part = ".occupied";

    private readonly Dictionary<Key, double?> _seen = [];
    private readonly List<IntakeRow> _blanks = [];

    /// <summary>A draft's row; null while it waits for the end.</summary>
    public IntakeRow? Take(ObservationDraft draft)
    {
        var reading = ObservationRules.Check(draft, terms);
        if (reading is null) return IntakeRow.Refused(draft.Row, [.. draft.Problems!]);
        var key = new Key(reading.Place, reading.Metric, reading.PeriodEnd.UtcTicks, reading.SubmittedAt.UtcTicks);
        if (reading.Value is null)
        {
            _blanks.Add(IntakeRow.Accepted(draft.Row, reading));
            return null;
        }

        if (_seen.TryGetValue(key, out var before) && before != reading.Value)
        {
            return IntakeRow.Refused(draft.Row, new Refusal(draft.Row, "value", Reasons.ConflictingDuplicate,
                "An earlier row of this body gives another value for the same series and moment. Send one of them, or "
                + "an amendment with a later 'submittedAt'."));
        }

        _seen[key] = reading.Value;
        return Doubtful(key, draft.Row) is { } warning
            ? IntakeRow.Accepted(draft.Row, reading, warning)
            : IntakeRow.Accepted(draft.Row, reading);
    }

    /// <summary>The rows that waited.</summary>
    public IEnumerable<IntakeRow> End()
    {
        foreach (var blank in _blanks)
        {
            var reading = blank.Reading!;
            var key = new Key(reading.Place, reading.Metric, reading.PeriodEnd.UtcTicks, reading.SubmittedAt.UtcTicks);
            yield return !_seen.ContainsKey(key) ? blank : IntakeRow.Refused(blank.Row, new Refusal(
                blank.Row, "absent", Reasons.BlankDuplicate,
                "Another row of this body has a value for the same series and moment; the value is kept."));
        }
    }

    /// <summary>Warns when the row completes a pair of occupied and open beds, and more are occupied than open.</summary>
    private Refusal? Doubtful(Key key, int row)
    {
        var code = key.Metric.Metric.ToString();
        if (code.EndsWith(Part, StringComparison.Ordinal))
        {
            var open = Wholes.Select(whole => Seen(key, code[..^Part.Length] + whole)).FirstOrDefault(v => v is not null);
            return Above(row, code, _seen[key], open);
        }

        var end = Wholes.FirstOrDefault(whole => code.EndsWith(whole, StringComparison.Ordinal));
        if (end is null) return null;
        var part = code[..^end.Length] + Part;
        return Above(row, part, Seen(key, part), _seen[key]);
    }

    private double? Seen(Key key, string code) =>
        _seen.GetValueOrDefault(key with { Metric = MetricCode.Parse(code) });

    private static Refusal? Above(int row, string code, double? occupied, double? open) =>
        occupied > open
            ? new(row, "value", Reasons.OccupiedAboveOpen, FormattableString.Invariant(
                $"{code} is {occupied}, above the {open} that are open. Kept as sent; check both figures."))
            : null;

    private readonly record struct Key(PlaceCode Place, MetricKey Metric, long End, long Submitted);
}
