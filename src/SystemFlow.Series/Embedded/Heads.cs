using System.Collections.Concurrent;
using System.Collections.Immutable;
using SystemFlow.Domain.Places;

namespace SystemFlow.Series.Embedded;

/// <summary>
/// Every series, by what it is about and by place. One thread adds, any thread looks up. A series' number is never given out again, even
/// if the transaction that was to save it fails.
/// </summary>
internal sealed class Heads
{
    private readonly ConcurrentDictionary<SeriesKey, Head> _byKey = [];
    private readonly ConcurrentDictionary<PlaceCode, ImmutableArray<Head>> _byPlace = [];
    private readonly List<Head> _unsaved = [];
    private readonly Lock _publishing = new();
    private long _newest;
    private long _knownSince = long.MaxValue;

    /// <summary>What the transaction that is being written must save.</summary>
    public IReadOnlyList<Head> Unsaved => _unsaved;

    public int Count => _byKey.Count;

    /// <summary>The first moment at which anything was known, in UTC ticks; the greatest number while nothing is.</summary>
    public long KnownSince
    {
        get => Interlocked.Read(ref _knownSince);
        set => Interlocked.Exchange(ref _knownSince, value);
    }

    public IEnumerable<Head> All => _byKey.Select(pair => pair.Value);

    public bool TryFind(SeriesKey key, [System.Diagnostics.CodeAnalysis.MaybeNullWhen(false)] out Head head) => _byKey.TryGetValue(key, out head);

    public ImmutableArray<Head> At(PlaceCode place) => _byPlace.GetValueOrDefault(place, []);

    /// <summary>The series, which begins if it is new.</summary>
    public Head HeadOf(SeriesKey key)
    {
        if (_byKey.TryGetValue(key, out var head)) return head;
        head = Load(_newest + 1, key);
        _unsaved.Add(head);
        return head;
    }

    /// <summary>The newest row of each series at a place, all as of one moment.</summary>
    public List<(Head Head, Row Row)> Newest(PlaceCode place)
    {
        var heads = At(place);
        var newest = new List<(Head, Row)>(heads.Length);
        lock (_publishing)
        {
            foreach (var head in heads)
            {
                if (head.Newest is { } row) newest.Add((head, row));
            }
        }

        return newest;
    }

    /// <summary>Everybody sees what these series staged, all at once.</summary>
    public void Publish(List<Head> touched, long firstKnown)
    {
        lock (_publishing) touched.ForEach(head => head.Publish());
        KnownSince = Math.Min(KnownSince, firstKnown);
    }

    /// <summary>Takes one from the file.</summary>
    public Head Load(long series, SeriesKey key)
    {
        _newest = Math.Max(_newest, series);
        var head = new Head(series, key);
        _byKey[key] = head;
        _byPlace[key.Place] = _byPlace.GetValueOrDefault(key.Place, []).Add(head);
        return head;
    }

    /// <summary>The transaction is committed.</summary>
    public void Saved() => _unsaved.Clear();

    /// <summary>The transaction failed.</summary>
    public void Forget()
    {
        foreach (var head in _unsaved) Remove(head);
        _unsaved.Clear();
    }

    public void Remove(Head head)
    {
        _byKey.TryRemove(head.Key, out _);
        var rest = _byPlace[head.Key.Place].Remove(head);
        if (rest.IsEmpty) _byPlace.TryRemove(head.Key.Place, out _);
        else _byPlace[head.Key.Place] = rest;
    }
}
