namespace SystemFlow.Operations.Keys;

/// <summary>When a secret was last used: one write of a number on each request, and no lock.</summary>
internal sealed class KeyUse(DateTimeOffset? kept)
{
    private long _last = kept?.UtcTicks ?? 0;
    private long _written = kept?.UtcTicks ?? 0;

    /// <summary>When it was last used; null for never.</summary>
    public DateTimeOffset? LastAt => Moment(Volatile.Read(ref _last));

    /// <summary>When it was last used, if that is not written down yet; else null.</summary>
    public DateTimeOffset? Unwritten => Volatile.Read(ref _last) is var last && last > Volatile.Read(ref _written) ? Moment(last) : null;

    public void Touch(DateTimeOffset now) => Volatile.Write(ref _last, now.UtcTicks);

    /// <summary>Takes over what is written down, where that is later: the key was used on another node.</summary>
    public void TakeOver(DateTimeOffset? written)
    {
        if (written?.UtcTicks is not { } at || at <= Volatile.Read(ref _written)) return;
        Volatile.Write(ref _written, at);
        if (at > Volatile.Read(ref _last)) Volatile.Write(ref _last, at);
    }

    public void WasWritten(DateTimeOffset at) => Volatile.Write(ref _written, at.UtcTicks);

    private static DateTimeOffset? Moment(long ticks) => ticks == 0 ? null : new DateTimeOffset(ticks, TimeSpan.Zero);
}
