using SystemFlow.Domain.Readings;

namespace SystemFlow.Series.Migrating;

/// <summary>
/// The readings of one series that were amended, with all that they were before, in the order in which they were said. Held in memory:
/// few readings are amended.
/// </summary>
internal sealed class AmendedHistory
{
    private readonly SeriesKey _key;
    private readonly List<Version> _said = []; // In the order of the amendments.
    private readonly Dictionary<DateTimeOffset, List<Reading>> _versions = []; // Of each moment, oldest first.

    private AmendedHistory(SeriesKey key) => _key = key;

    /// <summary>Amended readings.</summary>
    public int Readings => _versions.Count;

    /// <summary>What they were before.</summary>
    public int Amendments => _versions.Values.Sum(versions => versions.Count - 1);

    public static async Task<AmendedHistory> OfAsync(ISeriesStore store, SeriesKey key, CancellationToken cancellationToken)
    {
        var history = new AmendedHistory(key);
        var amendments = await store.AmendmentsAsync(key.Place, key.Metric, DateTimeOffset.MinValue, DateTimeOffset.MaxValue, cancellationToken)
            .ToListAsync(cancellationToken);
        if (amendments.Count == 0) return history;

        amendments.Reverse(); // Oldest first.
        foreach (var amendment in amendments) history.VersionsAt(amendment.Replaced.PeriodEnd).Add(amendment.Replaced);
        await foreach (var reading in ReadAsync(store, key, history._versions.Keys, cancellationToken)) history.VersionsAt(reading.PeriodEnd).Add(reading);
        history.PutInOrder(amendments);
        return history;
    }

    /// <summary>Whether the reading of a moment was amended.</summary>
    public bool Has(DateTimeOffset periodEnd) => _versions.ContainsKey(periodEnd);

    /// <summary>
    /// What is to be appended to a store, in this order, for it to have all of it: everything, or what an earlier run left. Said twice, a
    /// version would amend what it was replaced by, where both were submitted at one moment.
    /// </summary>
    public async Task<IReadOnlyList<Reading>> NotYetInAsync(ISeriesStore store, CancellationToken cancellationToken)
    {
        if (_versions.Count == 0) return [];
        var (first, last) = (_versions.Keys.Min(), _versions.Keys.Max().AddTicks(1));
        var there = new Dictionary<DateTimeOffset, List<Reading>>();
        var amendments = await store.AmendmentsAsync(_key.Place, _key.Metric, first, last, cancellationToken).ToListAsync(cancellationToken);
        foreach (var amendment in Enumerable.Reverse(amendments)) At(there, amendment.Replaced.PeriodEnd).Add(amendment.Replaced);
        await foreach (var reading in ReadAsync(store, _key, _versions.Keys, cancellationToken)) At(there, reading.PeriodEnd).Add(reading);

        return [.. _said.Where(version => IsMissing(version, there)).Select(version => version.Reading)];
    }

    private bool IsMissing(Version version, Dictionary<DateTimeOffset, List<Reading>> there)
    {
        var has = there.GetValueOrDefault(version.Reading.PeriodEnd, []);
        var own = _versions[version.Reading.PeriodEnd];
        var isBeginning = has.Count <= own.Count && has.Zip(own).All(pair => IsSame(pair.First, pair.Second));
        return isBeginning
            ? version.Number >= has.Count || (version.Number == has.Count - 1 && version.IsSaidAgain)
            : version.Number == own.Count - 1; // It has a history of its own: only what counts is said, and the store decides.
    }

    // Each amendment says when its replacement was submitted: a version that was said again since then is said twice, so that both moments are kept.
    private void PutInOrder(List<Amendment> amendments)
    {
        var numbers = new Dictionary<DateTimeOffset, int>();
        foreach (var amendment in amendments)
        {
            var end = amendment.Replaced.PeriodEnd;
            var number = numbers[end] = numbers.GetValueOrDefault(end) + 1;
            if (number == 1) _said.Add(new Version(_versions[end][0], 0, IsSaidAgain: false));
            if (_versions[end].Count <= number) continue; // Its last word is not on record: there is nothing to replace it with.
            var by = _versions[end][number];
            if (by.SubmittedAt > amendment.By)
            {
                var first = by with { SubmittedAt = amendment.By, KnownAt = by.KnownAt == amendment.By ? null : by.KnownAt };
                _said.Add(new Version(first, number, IsSaidAgain: false));
            }

            _said.Add(new Version(by, number, IsSaidAgain: by.SubmittedAt > amendment.By));
        }
    }

    private List<Reading> VersionsAt(DateTimeOffset periodEnd) => At(_versions, periodEnd);

    private static List<Reading> At(Dictionary<DateTimeOffset, List<Reading>> versions, DateTimeOffset periodEnd)
    {
        if (!versions.TryGetValue(periodEnd, out var list)) versions[periodEnd] = list = [];
        return list;
    }

    private static IAsyncEnumerable<Reading> ReadAsync(
        ISeriesStore store, SeriesKey key, IReadOnlyCollection<DateTimeOffset> moments, CancellationToken cancellationToken)
    {
        HashSet<DateTimeOffset> wanted = [.. moments];
        return store.ReadAsync(key.Place, key.Metric, wanted.Min(), wanted.Max().AddTicks(1), cancellationToken)
            .Where(reading => wanted.Contains(reading.PeriodEnd));
    }

    private static bool IsSame(Reading one, Reading other) => one == other with
    {
        SubmittedAt = one.SubmittedAt,
        KnownAt = one.KnownAt,
        MessageId = one.MessageId,
        AmendedFrom = one.AmendedFrom,
        AmendedAt = one.AmendedAt,
    };

    /// <summary>A version of a reading.</summary>
    /// <param name="Number">Its place among those of its moment, from 0.</param>
    /// <param name="IsSaidAgain">Whether it only moves on when it was last said.</param>
    private readonly record struct Version(Reading Reading, int Number, bool IsSaidAgain);
}
