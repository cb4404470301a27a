using Orleans.Runtime;

namespace SystemFlow.GrainRuntime;

/// <summary>A grain's class and key. It remembers where it last found the grain: a call need not search.</summary>
internal sealed class GrainAddress(GrainEngine engine, GrainClass grainClass, string key)
    : MessageTarget, IEquatable<GrainAddress>
{
    private Activation? _activation;

    public GrainEngine Engine => engine;

    public GrainClass Class => grainClass;

    public string Key => key;

    public override Exception? Send(Message message)
    {
        message.SentAt = engine.Time.GetTimestamp();
        while (!engine.RefusesCallers && (_activation ??= engine.FindOrAdd(this)) is { } activation)
        {
            var reception = activation.Receive(message);
            if (reception == Reception.Accepted) return null;
            if (reception == Reception.Full) return Refused(activation);

            // It has ended. The next round finds its successor, or makes it.
            engine.Forget(activation);
            _activation = null;
        }

        engine.Meters.Refused.Add(1);
        return new SiloUnavailableException($"{message.Name} was not sent to {this}: the grain engine is stopping.");
    }

    public bool Equals(GrainAddress? other) =>
        other is not null && ReferenceEquals(other.Class, grainClass) && other.Key == key;

    public override bool Equals(object? obj) => Equals(obj as GrainAddress);

    public override int GetHashCode() => HashCode.Combine(grainClass, key);

    public override string ToString() => $"{grainClass.Name} '{key}'";

    private LimitExceededException Refused(Activation activation)
    {
        engine.Meters.Refused.Add(1);
        return new LimitExceededException($"{this} has {activation.Waiting:N0} calls waiting, and takes no more. "
            + "Try again later; see what it awaits, or raise Grains:MailboxCapacity.");
    }
}
