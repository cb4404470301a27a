using System.Diagnostics.CodeAnalysis;
using Orleans.Runtime;
using SystemFlow.GrainRuntime;

namespace Orleans;

/// <summary>What the engine asks of a grain.</summary>
public interface IGrainBase
{
    /// <summary>Called before the first message. If it throws, the waiting callers get its error.</summary>
    Task OnActivateAsync(CancellationToken token) => Task.CompletedTask;

    /// <summary>Called after the last message, with the timers already stopped.</summary>
    Task OnDeactivateAsync(DeactivationReason reason, CancellationToken token) => Task.CompletedTask;
}

/// <summary>
/// What a grain class derives from: one key, one message at a time. It may use its key and its factory from
/// its constructor on.
/// </summary>
[SuppressMessage("Naming", "CA1725", Justification = "Orleans names the parameters so.")]
public abstract class Grain : IGrainBase, IAddressable
{
    private readonly Activation? _activation = SynchronizationContext.Current as Activation;

    /// <summary>Gets other grains.</summary>
    protected IGrainFactory GrainFactory => Activation.Engine;

    internal Activation Activation => _activation ?? throw new InvalidOperationException(
        $"{GetType()} was not made by the grain engine. Get grains from IGrainFactory.GetGrain.");

    /// <inheritdoc cref="IGrainBase.OnActivateAsync"/>
    public virtual Task OnActivateAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc cref="IGrainBase.OnDeactivateAsync"/>
    public virtual Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) =>
        Task.CompletedTask;

    /// <summary>Ends this activation when its running turns have ended. The next call makes a new one.</summary>
    protected void DeactivateOnIdle() => Activation.Deactivate(
        new(DeactivationReasonCode.ApplicationRequested, $"{nameof(DeactivateOnIdle)} was called."));
}

/// <summary>What every grain can be asked.</summary>
public static class GrainExtensions
{
    /// <summary>The key of a grain, or of the grain that a reference stands for.</summary>
    /// <exception cref="ArgumentException">It is neither.</exception>
    public static string GetPrimaryKeyString(this IAddressable grain) => AddressOf(grain).Key;

    /// <summary>A reference to the same grain, through another of its interfaces; for a grain, to itself.</summary>
    /// <exception cref="ArgumentException">It is neither a grain nor a reference to one.</exception>
    public static TGrainInterface AsReference<TGrainInterface>(this IAddressable grain)
    {
        var address = AddressOf(grain);
        return (TGrainInterface)(object)address.Engine.References.Create(typeof(TGrainInterface), address);
    }

    private static GrainAddress AddressOf(IAddressable grain)
    {
        ArgumentNullException.ThrowIfNull(grain);
        return grain switch
        {
            Grain itself => itself.Activation.Address,
            GrainReference { Target: GrainAddress address } => address,
            _ => throw new ArgumentException($"{grain.GetType()} is not a grain or a reference to one.", nameof(grain)),
        };
    }
}

/// <summary>What a grain can ask for itself.</summary>
public static class GrainBaseExtensions
{
    /// <summary>
    /// Calls back when the timer is due. A tick is an ordinary turn, unless the options say otherwise; the period
    /// counts from the end of the last callback; an error is logged, and the timer goes on. It stops with the grain.
    /// </summary>
    public static IGrainTimer RegisterGrainTimer(
        this IGrainBase grain, Func<CancellationToken, Task> callback, GrainTimerCreationOptions options)
    {
        ArgumentNullException.ThrowIfNull(grain);
        ArgumentNullException.ThrowIfNull(callback);
        return ((Grain)grain).Activation.StartTimer(callback, options);
    }

    /// <inheritdoc cref="RegisterGrainTimer(IGrainBase, Func{CancellationToken, Task}, GrainTimerCreationOptions)"/>
    public static IGrainTimer RegisterGrainTimer(
        this IGrainBase grain, Func<Task> callback, GrainTimerCreationOptions options)
    {
        ArgumentNullException.ThrowIfNull(callback);
        return grain.RegisterGrainTimer(_ => callback(), options);
    }

    /// <inheritdoc cref="RegisterGrainTimer(IGrainBase, Func{CancellationToken, Task}, GrainTimerCreationOptions)"/>
    public static IGrainTimer RegisterGrainTimer(
        this IGrainBase grain, Func<CancellationToken, Task> callback, TimeSpan dueTime, TimeSpan period) =>
        grain.RegisterGrainTimer(callback, new GrainTimerCreationOptions(dueTime, period));

    /// <inheritdoc cref="RegisterGrainTimer(IGrainBase, Func{CancellationToken, Task}, GrainTimerCreationOptions)"/>
    public static IGrainTimer RegisterGrainTimer(
        this IGrainBase grain, Func<Task> callback, TimeSpan dueTime, TimeSpan period) =>
        grain.RegisterGrainTimer(callback, new GrainTimerCreationOptions(dueTime, period));
}
