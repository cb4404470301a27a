using System.Collections.Frozen;
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
    /// <summary>What is occupied, and what there is of it.</summary>
    private static readonly FrozenDictionary<MetricCode, MetricCode> Wholes = new (string Part, string Whole)[]
    {
        ("beds.ga.occupied", "beds.ga.open"),
        ("beds.cc-adult.occupied", "beds.cc-adult.open"),
        ("bedbase.occupied", "bedbase.open"),
        ("virtual-ward.occupied", "virtual-ward.capacity"),
    }.ToFrozenDictionary(pair => MetricCode.Parse(pair.Part), pair => MetricCode.Parse(pair.Whole));

    private static readonly FrozenDictionary<MetricCode, MetricCode> Parts =
        Wholes.ToFrozenDictionary(pair => pair.Value, pair => pair.Key);

    private readonly Dictionary<Key, double?> _seen = [];
    private readonly List<IntakeRow> _blanks = [];

    /// <summary>A draft's row; null while it waits for the end.</summary>
    public IntakeRow? Take(ObservationDraft draft)
    {
        var reading = ObservationRules.Check(draft, terms);
        if (reading is null) return IntakeRow.Refused(draft.Row, [.. draft.Problems!]) with { Sent = SentRow.Of(draft) };
        var key = new Key(reading.Place, reading.Metric, reading.PeriodEnd.UtcTicks, reading.SubmittedAt.UtcTicks);
        if (reading.Value is null)
        {
            _blanks.Add(IntakeRow.Accepted(draft.Row, reading));
            return null;
        }

        if (_seen.TryGetValue(key, out var before) && before != reading.Value)
        {
            var conflict = IntakeRow.Refused(draft.Row, new Refusal(draft.Row, "value", Reasons.ConflictingDuplicate,
                "An earlier row of this body gives another value for the same series and moment. Send one of them, or "
                + "an amendment with a later 'submittedAt'."));
            return conflict with { Sent = SentRow.Of(draft) };
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
            if (!_seen.ContainsKey(key))
            {
                yield return blank;
                continue;
            }

            var copy = IntakeRow.Refused(blank.Row, new Refusal(blank.Row, "absent", Reasons.BlankDuplicate,
                "Another row of this body has a value for the same series and moment; the value is kept."));
            yield return copy with { Sent = SentRow.Of(reading) };
        }
    }

    /// <summary>Warns when the row completes a pair of occupied and open beds, and more are occupied than open.</summary>
    private Refusal? Doubtful(Key key, int row)
    {
        var metric = key.Metric.Metric;
        if (Wholes.TryGetValue(metric, out var whole)) return Above(row, metric, _seen[key], Seen(key, whole));
        return Parts.TryGetValue(metric, out var part) ? Above(row, part, Seen(key, part), _seen[key]) : null;
    }

    private double? Seen(Key key, MetricCode metric) => _seen.GetValueOrDefault(key with { Metric = metric });

    private static Refusal? Above(int row, MetricCode code, double? occupied, double? open) =>
        occupied > open
            ? new(row, "value", Reasons.OccupiedAboveOpen, FormattableString.Invariant(
                $"{code} is {occupied}, above the {open} that are open. Kept as sent; check both figures."))
            : null;

    private readonly record struct Key(PlaceCode Place, MetricKey Metric, long End, long Submitted);
}
