using Orleans.Serialization.Cloning;

namespace SystemFlow.Grains.Hosting.Cluster;

/// <summary>Hands objects that never change from grain to grain as they are, where Orleans would copy them.</summary>
internal sealed class SameObject(Func<Type, bool> isUnchanging) : IGeneralizedCopier
{
    /// <inheritdoc/>
    public bool IsSupportedType(Type type) => isUnchanging(type);

    /// <inheritdoc/>
    public object? DeepCopy(object? input, CopyContext context) => input;
}
