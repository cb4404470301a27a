namespace SystemFlow.Grains;

/// <summary>A community bed base, live.</summary>
[Alias("bed-base")]
public interface IBedBaseGrain : IPlaceGrain;

/// <inheritdoc cref="IBedBaseGrain"/>
internal sealed class BedBaseGrain(PlaceGrainParts parts) : PlaceGrain(parts), IBedBaseGrain;
