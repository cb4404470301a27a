using Orleans.Runtime;

namespace SystemFlow.GrainRuntime;

/// <summary>Where messages go: a grain or an observer.</summary>
internal abstract class MessageTarget
{
    /// <summary>Takes the message; or says why not, and then nothing comes of it.</summary>
    public abstract Exception? Send(Message message);
}

/// <summary>
/// What callers hold in place of a grain or an observer. <see cref="ReferenceTypes"/> makes a class for each
/// interface, whose methods do nothing but <see cref="Call"/>.
/// </summary>
internal abstract class GrainReference : IAddressable
{
    // Set by ReferenceTypes, before anyone sees the reference.
    public MessageTarget Target { get; set; } = null!;

    public override bool Equals(object? obj) => obj is GrainReference other && other.Target.Equals(Target);

    public override int GetHashCode() => Target.GetHashCode();

    public override string ToString() => Target.ToString()!;

    internal Task<TResult> Call<TArguments, TResult>(GrainMethod<TArguments, TResult> method, TArguments arguments)
    {
        var call = new GrainCall<TArguments, TResult>(method, arguments);
        var refusal = Target.Send(call);
        return refusal is null || method.IsOneWay ? call.Answer : Task.FromException<TResult>(refusal);
    }
}
