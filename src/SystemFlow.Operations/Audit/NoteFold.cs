namespace SystemFlow.Operations.Audit;

/// <summary>
/// Keeps a flood of refusals from filling the disk, after which no change could be recorded: of lines that say the same within a minute the
/// first few are written and the rest counted, and so is what comes after the most lines of a minute. Counts are written as lines of their
/// own when the minute is over. Not for several threads at once.
/// </summary>
internal sealed class NoteFold
{
    /// <summary>Lines that say the same, of a minute.</summary>
    public const int MostAlike = 5;

    /// <summary>Lines in all, of a minute.</summary>
    public const int MostInAll = 600;

    private static readonly TimeSpan Span = TimeSpan.FromMinutes(1);

    private readonly Dictionary<AuditEntry, int> _alike = [];
    private DateTimeOffset _since;
    private int _inAll;
    private int _left;

    /// <summary>Whether this line is to be written; else it is counted.</summary>
    public bool IsToBeWritten(AuditEntry entry)
    {
        if (_inAll == 0) _since = entry.At;
        var same = entry with { At = default };
        var alike = _alike.GetValueOrDefault(same);
        if (alike == 0 && _inAll >= MostInAll)
        {
            _left++;
            return false;
        }

        _alike[same] = alike + 1;
        if (alike >= MostAlike) return false;
        _inAll++;
        return true;
    }

    /// <summary>What a minute that is over left to say; empty while it lasts.</summary>
    public IReadOnlyList<AuditEntry> Over(DateTimeOffset now)
    {
        if (_inAll == 0 || (now - _since).Duration() < Span) return [];
        List<AuditEntry> lines =
        [
            .. _alike.Where(same => same.Value > MostAlike).Select(same => same.Key with
            {
                At = now,
                Words = $"{same.Key.Words} And {same.Value - MostAlike:N0} more times within a minute.",
            }),
        ];
        if (_left > 0)
        {
            lines.Add(new AuditEntry(
                now, AuditEntry.Program, null, AuditKind.Refusal, "/audit",
                $"{_left:N0} more lines came within a minute than the {MostInAll} that are written: they were counted, not written."));
        }

        _alike.Clear();
        (_inAll, _left) = (0, 0);
        return lines;
    }
}
