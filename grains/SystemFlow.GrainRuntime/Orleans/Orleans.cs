using Orleans.Runtime;

namespace Orleans;

/// <summary>A grain, as its callers see it. Every method returns a task, because every call is a message.</summary>
public interface IGrain : IAddressable;

/// <summary>A grain that is known by a text, such as a place code.</summary>
public interface IGrainWithStringKey : IGrain;

/// <summary>
/// Someone whom grains tell things. Methods return void, or a task and carry
/// <see cref="Concurrency.OneWayAttribute"/>: a grain never waits for its observers.
/// </summary>
public interface IGrainObserver : IAddressable;

/// <summary>Gets grains, and makes observers known to them.</summary>
public interface IGrainFactory
{
    /// <summary>
    /// A reference to the grain with this key. The grain need not be active: the first call activates it.
    /// </summary>
    /// <param name="grainClassNamePrefix">
    /// The start of the grain class's full name, where several classes implement the interface.
    /// </param>
    /// <exception cref="ArgumentException">
    /// The key is blank, or no class, or more than one, implements the interface.
    /// </exception>
    TGrainInterface GetGrain<TGrainInterface>(string primaryKey, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithStringKey;

    /// <summary>
    /// A reference that grains may keep instead of <paramref name="obj"/>. It holds the object weakly:
    /// whoever wants to be told keeps the object in a field.
    /// </summary>
    TGrainObserverInterface CreateObjectReference<TGrainObserverInterface>(IGrainObserver obj)
        where TGrainObserverInterface : IGrainObserver;

    /// <summary>Ends a reference: what is sent to it from now on is dropped.</summary>
    /// <param name="obj">What <see cref="CreateObjectReference"/> returned.</param>
    /// <exception cref="ArgumentException">It is not such a reference.</exception>
    void DeleteObjectReference<TGrainObserverInterface>(IGrainObserver obj)
        where TGrainObserverInterface : IGrainObserver;
}
