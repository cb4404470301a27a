namespace SystemFlow.GrainRuntime;

/// <summary>
/// Something for a grain or an observer to do in one turn. As a work item it gives its outcome to whoever called.
/// </summary>
internal abstract class Message : IThreadPoolWorkItem
{
    public abstract string Name { get; }

    /// <summary>Whether somebody hears of the outcome. If not, an error is logged where it happens.</summary>
    public virtual bool HasCaller => false;

    public virtual bool IsAlwaysInterleave => false;

    public virtual bool IsReadOnly => false;

    /// <summary>Whether it counts as use of the grain.</summary>
    public virtual bool KeepsAlive => true;

    /// <summary>Whether it is given up when the response time-out has passed.</summary>
    public virtual bool Expires => true;

    /// <summary>The clock's timestamp when it was sent.</summary>
    public long SentAt { get; set; }

    /// <summary>Its place in the order of arrival at the grain.</summary>
    public long Number { get; set; }

    public bool HasExpired { get; set; }

    /// <summary>What came of the turn. Set once the turn has ended.</summary>
    protected Task Outcome { get; private set; } = Task.CompletedTask;

    // The links of the one list that it is in.
    internal MessageList? List { get; set; }

    internal Message? Previous { get; set; }

    internal Message? Next { get; set; }

    /// <summary>Starts the turn. Never throws: an error is in the task.</summary>
    public abstract Task Start(object target);

    /// <summary>Called in the turn's own context, as its last act.</summary>
    public virtual void End(Task outcome) => Outcome = outcome;

    /// <summary>Gives the outcome to the caller, whose code may run here and now.</summary>
    public abstract void Execute();

    /// <summary>Gives the caller an error instead, later and on another thread.</summary>
    public abstract void Fail(Exception error);
}

/// <summary>Messages in the order of arrival; any can be taken out at no cost. Not thread-safe.</summary>
internal sealed class MessageList
{
    private Message? _last;

    public Message? First { get; private set; }

    public int Count { get; private set; }

    public void Add(Message message)
    {
        message.List = this;
        message.Previous = _last;
        if (_last is null) First = message;
        else _last.Next = message;
        _last = message;
        Count++;
    }

    public void Remove(Message message)
    {
        if (message.Previous is null) First = message.Next;
        else message.Previous.Next = message.Next;
        if (message.Next is null) _last = message.Previous;
        else message.Next.Previous = message.Previous;
        message.List = null;
        message.Previous = message.Next = null;
        Count--;
    }
}
