using System.Diagnostics.CodeAnalysis;

namespace Orleans.Runtime;

/// <summary>Something that a message can be sent to: a grain, an observer, or a reference to one.</summary>
public interface IAddressable;

/// <summary>A grain's timer. Disposing it stops it; a tick that runs is told by its cancellation token.</summary>
public interface IGrainTimer : IDisposable
{
    /// <summary>
    /// Sets when it is next due, and the period from then on. Inside its own callback it takes effect afterwards.
    /// </summary>
    void Change(TimeSpan dueTime, TimeSpan period);
}

/// <summary>When a grain's timer ticks, and what its ticks are.</summary>
public readonly struct GrainTimerCreationOptions()
{
    /// <summary>Both times, with ordinary ticks that do not keep the grain alive.</summary>
    [SetsRequiredMembers]
    public GrainTimerCreationOptions(TimeSpan dueTime, TimeSpan period)
        : this()
    {
        DueTime = dueTime;
        Period = period;
    }

    /// <summary>From now to the first tick; infinite: not before it is changed.</summary>
    public required TimeSpan DueTime { get; init; }

    /// <summary>From the end of one callback to the next tick; infinite: one tick only.</summary>
    public required TimeSpan Period { get; init; }

    /// <summary>Whether a tick may run while another turn awaits. Default false: it waits for its turn.</summary>
    public bool Interleave { get; init; }

    /// <summary>Whether a tick counts as use, so that the grain is not collected as idle. Default false.</summary>
    public bool KeepAlive { get; init; }
}

/// <summary>The engine, not the grain, has failed a call.</summary>
public class OrleansException : Exception
{
    /// <summary>Without a reason.</summary>
    public OrleansException()
        : this("Unexpected error.")
    {
    }

    /// <summary>With the reason.</summary>
    public OrleansException(string message)
        : base(message)
    {
    }

    /// <summary>With the reason and what caused it.</summary>
    public OrleansException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}

/// <summary>A bound is reached, and the call was not taken: try again later.</summary>
public sealed class LimitExceededException : OrleansException
{
    /// <summary>Without saying which bound.</summary>
    public LimitExceededException()
        : this("Limit exceeded")
    {
    }

    /// <summary>With the bound and the remedy.</summary>
    public LimitExceededException(string message)
        : base(message)
    {
    }

    /// <summary>With the bound, the remedy and the cause.</summary>
    public LimitExceededException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}

/// <summary>The call was not taken by anyone.</summary>
public class OrleansMessageRejectionException : OrleansException
{
    internal OrleansMessageRejectionException(string message)
        : base(message)
    {
    }

    internal OrleansMessageRejectionException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}

/// <summary>The engine is stopping, and takes no more calls.</summary>
public sealed class SiloUnavailableException : OrleansMessageRejectionException
{
    /// <summary>Without a reason.</summary>
    public SiloUnavailableException()
        : this("Silo unavailable")
    {
    }

    /// <summary>With the reason.</summary>
    public SiloUnavailableException(string msg)
        : base(msg)
    {
    }

    /// <summary>With the reason and what caused it.</summary>
    public SiloUnavailableException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
