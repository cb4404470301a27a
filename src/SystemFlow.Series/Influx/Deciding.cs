using System.Collections.Immutable;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Readings;

namespace SystemFlow.Series.Influx;

/// <summary>Decides what becomes of each reading of a group, and puts it into the spool. Inside <see cref="Spool.Write"/>.</summary>
internal sealed class Deciding(Spool spool, Comparing.Basis basis)
{
    private readonly Dictionary<PlaceCode, ImmutableDictionary<MetricKey, Reading>> _newest = [];

    /// <summary>The newest of the places that changed, once the group is on disk.</summary>
    public IReadOnlyDictionary<PlaceCode, ImmutableDictionary<MetricKey, Reading>> Newest => _newest;

    public ImmutableArray<Appended> Decide(IReadOnlyList<Reading> batch)
    {
        var answers = ImmutableArray.CreateBuilder<Appended>(batch.Count);
        foreach (var reading in batch) answers.Add(Decide(reading));
        return answers.MoveToImmutable();
    }

    private Appended Decide(Reading incoming)
    {
        var (key, period) = (new SeriesKey(incoming.Place, incoming.Metric), incoming.PeriodEnd.UtcTicks);
        var newest = _newest.GetValueOrDefault(key.Place) ?? basis.Newest[key.Place];
        if (newest is null) return TakeOpen(key, incoming);

        var last = newest.GetValueOrDefault(key.Metric);
        if (last is not null && last.PeriodEnd.UtcTicks == period && !IsAsked(key, period)) return Take(key, last, incoming);
        if (!IsAsked(key, period) && (last is null || period > last.PeriodEnd.UtcTicks)) return Take(key, null, incoming);

        if (spool.NewestOf(key, period) is { } waiting)
        {
            return waiting.Kind == SpoolKind.Open ? TakeOpen(key, incoming) : Take(key, Found.Of(waiting.Row), incoming);
        }

        // Not among the older: it was the newest when the group came, or newer.
        if (!basis.Older.TryGetValue((key, period), out var older)) return Take(key, NewestBefore(key, period), incoming);
        return older is { } found ? Take(key, found, incoming) : TakeOpen(key, incoming);
    }

    private Reading? NewestBefore(SeriesKey key, long period) =>
        basis.Newest[key.Place]!.TryGetValue(key.Metric, out var last) && last.PeriodEnd.UtcTicks == period ? last : null;

    private Appended Take(SeriesKey key, Found found, Reading incoming) => found is { IsClosed: true, Row: { } closing }
        ? new Appended(AppendOutcome.Duplicate, closing.Read(key))
        : Take(key, found.Row?.Read(key), incoming);

    private bool IsAsked(SeriesKey key, long period) => basis.Older.ContainsKey((key, period));

    private Appended Take(SeriesKey key, Reading? stored, Reading incoming)
    {
        var decision = Decision.Of(stored, incoming);
        if (decision.Changes)
        {
            spool.Add(SpoolKind.Reading, key, Row.Of(decision.Counting), decision.Replaced is { } replaced ? Row.Of(replaced) : null);
            Remember(key, decision.Counting);
            if (stored is null) LookAgain(key, incoming);
        }

        return new Appended(decision.Outcome, decision.Counting);
    }

    /// <summary>
    /// It cannot be compared with what the server has. What it comes to among those that wait is the answer; what it comes to in the end
    /// is settled when the server is there (<see cref="Settling"/>), by the same rule.
    /// </summary>
    private Appended TakeOpen(SeriesKey key, Reading incoming)
    {
        var before = Decision.Of(null, spool.OpenOf(key, incoming.PeriodEnd.UtcTicks).Select(row => row.Row.Read(key)));
        var decision = Decision.Of(before, incoming);
        if (decision.Changes) spool.Add(SpoolKind.Open, key, Row.Of(incoming));
        return new Appended(decision.Outcome, decision.Counting);
    }

    private void Remember(SeriesKey key, Reading counting)
    {
        var newest = _newest.GetValueOrDefault(key.Place) ?? basis.Newest[key.Place]!;
        if (newest.TryGetValue(key.Metric, out var last) && last.PeriodEnd > counting.PeriodEnd) return;
        _newest[key.Place] = newest.SetItem(key.Metric, InUtc(counting));
    }

    /// <summary>
    /// What came later than the thinning out of its time is thinned out the next time. What came thinned out, from another store, closes its
    /// stretch here too.
    /// </summary>
    private void LookAgain(SeriesKey key, Reading incoming)
    {
        var (thinned, period) = (spool.Names.ThinnedOf(key), incoming.PeriodEnd.UtcTicks);
        var from = period - TimeSpan.FromHours(25).Ticks; // So that the whole of its day is looked at.
        var now = thinned;
        if (period < thinned.RawFrom) now = now with { RawFrom = Math.Min(now.RawFrom, from), FiveFrom = Math.Min(now.FiveFrom, from) };
        if (incoming.StandsFor is not null) now = now with { To = Math.Max(now.To, period + 1) };
        if (now != thinned) spool.Names.Thin(key, now);
    }

    private static Reading InUtc(Reading reading) => reading with
    {
        PeriodEnd = reading.PeriodEnd.ToUniversalTime(),
        PeriodStart = reading.PeriodStart?.ToUniversalTime(),
        SubmittedAt = reading.SubmittedAt.ToUniversalTime(),
        KnownAt = reading.KnownAt?.ToUniversalTime(),
        AmendedAt = reading.AmendedAt?.ToUniversalTime(),
    };
}
