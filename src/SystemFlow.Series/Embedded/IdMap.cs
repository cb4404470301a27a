using System.Collections.Concurrent;

namespace SystemFlow.Series.Embedded;

/// <summary>
/// Small numbers for what repeats in every row. One thread adds, any thread looks up. A number is known here before
/// the transaction that saves it is committed, and is never given out again even if that fails: so a reader finds
/// the key of every row it sees, and no row is ever read under another's key.
/// </summary>
internal sealed class IdMap<TKey> where TKey : notnull
{
    private readonly ConcurrentDictionary<TKey, long> _ids = [];
    private readonly List<KeyValuePair<TKey, long>> _unsaved = [];
    private TKey[] _keys = new TKey[64]; // By number; replaced when full, never moved under a reader's hands.
    private long _newest;

    /// <summary>What the transaction that is being written must save.</summary>
    public IReadOnlyList<KeyValuePair<TKey, long>> Unsaved => _unsaved;

    public int Count => _ids.Count;

    public TKey this[long id] => Volatile.Read(ref _keys)[id];

    public bool TryFind(TKey key, out long id) => _ids.TryGetValue(key, out id);

    public long IdOf(TKey key)
    {
        if (_ids.TryGetValue(key, out var id)) return id;
        id = _newest + 1;
        Load(key, id);
        _unsaved.Add(new(key, id));
        return id;
    }

    /// <summary>Takes one from the file.</summary>
    public void Load(TKey key, long id)
    {
        _newest = Math.Max(_newest, id);
        Room(id)[id] = key;
        _ids[key] = id;
    }

    /// <summary>The transaction is committed.</summary>
    public void Saved() => _unsaved.Clear();

    /// <summary>The transaction failed: its keys get other numbers when they come again.</summary>
    public void Forget()
    {
        foreach (var (key, _) in _unsaved) _ids.TryRemove(key, out _);
        _unsaved.Clear();
    }

    private TKey[] Room(long id)
    {
        var keys = _keys;
        if (id < keys.Length) return keys;
        Array.Resize(ref keys, checked((int)Math.Max(id + 1, 2L * keys.Length)));
        Volatile.Write(ref _keys, keys);
        return keys;
    }
}
