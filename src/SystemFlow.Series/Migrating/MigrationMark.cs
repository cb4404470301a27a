using System.Text.Json;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Readings;

namespace SystemFlow.Series.Migrating;

/// <summary>
/// How far a copy has come, in a file that is replaced whole. If the last of it is lost, a batch is copied twice, and counts once.
/// </summary>
public sealed class MigrationMark
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    private readonly string _path;
    private Content _now;

    private MigrationMark(string path, Content now) => (_path, _now) = (path, now);

    /// <summary>The order in which series are copied, whatever order a store gives them in.</summary>
    public static Comparer<SeriesKey> Order { get; } = Comparer<SeriesKey>.Create((one, other) =>
        string.CompareOrdinal($"{one.Place}", $"{other.Place}") is not 0 and var byPlace ? byPlace : string.CompareOrdinal($"{one.Metric}", $"{other.Metric}"));

    /// <summary>Readings that are copied.</summary>
    public long Readings => _now.Readings;

    /// <summary>Whether an earlier run was stopped on the way.</summary>
    public bool IsOnTheWay => _now.Place is not null;

    /// <summary>The mark in a file; a new one where there is none, or where the copy that it speaks of has come to its end.</summary>
    /// <param name="from">The source in words, and where it is.</param>
    /// <param name="to">The target in words, and where it is.</param>
    /// <exception cref="SeriesException">It speaks of another copy, or cannot be read.</exception>
    public static MigrationMark Open(string path, string from, string to)
    {
        if (!File.Exists(path)) return new MigrationMark(path, new Content(from, to));
        try
        {
            var found = JsonSerializer.Deserialize<Content>(File.ReadAllBytes(path), Json) ?? throw new JsonException("It is empty.");
            if (found.IsFinished) return new MigrationMark(path, new Content(from, to));
            return found.From == from && found.To == to
                ? new MigrationMark(path, found)
                : throw new SeriesException($"Another copy was stopped on the way: from {found.From} to {found.To}. Finish that one with its settings, or delete {path} to begin anew.");
        }
        catch (JsonException error)
        {
            throw new SeriesException($"{path} is not the mark of a copy. Delete it: the copy then begins anew, and what is copied already counts once. ({error.Message})", error);
        }
    }

    /// <summary>Whether a series lies before the one that is being copied.</summary>
    internal bool IsPast(SeriesKey key) => Current is { } at && Order.Compare(key, at) < 0;

    /// <summary>The last moment of a series that is copied; null where it is yet to be begun.</summary>
    internal DateTimeOffset? After(SeriesKey key) => Current == key ? _now.After : null;

    /// <summary>Notes what the target has acknowledged.</summary>
    internal void Reach(SeriesKey key, DateTimeOffset after, long readings, long amendments) => Save(_now with
    {
        Place = key.Place.ToString(),
        Metric = key.Metric.ToString(),
        After = after,
        Readings = _now.Readings + readings,
        Amendments = _now.Amendments + amendments,
    });

    /// <summary>All is copied: the next run looks at everything anew.</summary>
    internal void Finish() => Save(_now with { IsFinished = true });

    private SeriesKey? Current => _now is { Place: { } place, Metric: { } metric } ? new(PlaceCode.Parse(place), MetricKey.Parse(metric)) : null;

    private void Save(Content content)
    {
        _now = content;
        File.WriteAllBytes($"{_path}.part", JsonSerializer.SerializeToUtf8Bytes(content, Json));
        File.Move($"{_path}.part", _path, overwrite: true);
    }

    private sealed record Content(
        string From, string To, string? Place = null, string? Metric = null, DateTimeOffset? After = null, long Readings = 0, long Amendments = 0,
        bool IsFinished = false);
}
