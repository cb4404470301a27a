namespace SystemFlow.Web.Live;

/// <summary>
/// Answers that many ask for: each is worked out once, for all who wait for it, and kept for a while. What nobody waits for any
/// more is given up.
/// </summary>
/// <param name="capacity">Answers kept.</param>
/// <param name="isOld">Whether an answer of this age is to be worked out again, at a moment of the screen's clock.</param>
internal sealed class SharedReads<TKey, TAnswer>(int capacity, TimeProvider time, Func<TAnswer, TimeSpan, DateTimeOffset, bool> isOld)
    where TKey : notnull
{
    private readonly Lock _gate = new();
    private readonly Dictionary<TKey, Work> _kept = [];

    /// <summary>The answer that is kept, or that is being worked out, or else a new one in its turn.</summary>
    /// <exception cref="Series.SeriesException">Too much waits for a turn.</exception>
    public async Task<TAnswer> OfAsync(
        TKey key, ReadTurns turns, Func<CancellationToken, Task<TAnswer>> read, CancellationToken cancellationToken)
    {
        Work work;
        lock (_gate)
        {
            work = _kept.TryGetValue(key, out var kept) && IsGood(kept) ? kept : Begin(key, turns, read);
            work.Waiting++;
        }

        try
        {
            return await work.Answer.WaitAsync(cancellationToken);
        }
        finally
        {
            Leave(key, work);
        }
    }

    private bool IsGood(Work kept) => !kept.Answer.IsCompleted
        || (kept.Answer.IsCompletedSuccessfully && !isOld(kept.Answer.GetAwaiter().GetResult(), time.GetElapsedTime(kept.Since), time.GetUtcNow()));

    private Work Begin(TKey key, ReadTurns turns, Func<CancellationToken, Task<TAnswer>> read)
    {
        var abandoned = new CancellationTokenSource();
        var work = new Work(time.GetTimestamp(), turns.TakeAsync(read, abandoned.Token), abandoned);
        MakeRoom();
        return _kept[key] = work;
    }

    private void Leave(TKey key, Work work)
    {
        lock (_gate)
        {
            if (--work.Waiting > 0 || work.Answer.IsCompleted) return;
            if (_kept.TryGetValue(key, out var kept) && ReferenceEquals(kept, work)) _kept.Remove(key);
        }

        work.Abandoned.Cancel(); // Nobody can join it any more.
    }

    private void MakeRoom()
    {
        if (_kept.Count < capacity) return;
        foreach (var (key, _) in _kept.Where(pair => pair.Value.Answer.IsCompleted).OrderBy(pair => pair.Value.Since).Take(capacity / 4).ToList()) _kept.Remove(key);
    }

    private sealed class Work(long since, Task<TAnswer> answer, CancellationTokenSource abandoned)
    {
        public long Since => since;

        public Task<TAnswer> Answer => answer;

        public CancellationTokenSource Abandoned => abandoned;

        public int Waiting { get; set; }
    }
}
