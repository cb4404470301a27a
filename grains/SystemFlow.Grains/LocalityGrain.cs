namespace SystemFlow.Grains;

/// <summary>A locality, live: its own services, and the bed bases in it.</summary>
[Alias("locality")]
public interface ILocalityGrain : IPlaceGrain;

/// <inheritdoc cref="ILocalityGrain"/>
internal sealed class LocalityGrain(PlaceGrainParts parts) : PlaceGrain(parts), ILocalityGrain;
