namespace SystemFlow.Grains;

/// <summary>A trust, a board or the whole footprint, live: what it sent itself, over the sums of its members.</summary>
[Alias("system")]
public interface ISystemGrain : IPlaceGrain;

/// <inheritdoc cref="ISystemGrain"/>
internal sealed class SystemGrain(PlaceGrainParts parts) : PlaceGrain(parts), ISystemGrain;
