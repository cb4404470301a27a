namespace SystemFlow.Grains;

/// <summary>A hospital, live.</summary>
[Alias("hospital")]
public interface IHospitalGrain : IPlaceGrain;

/// <inheritdoc cref="IHospitalGrain"/>
internal sealed class HospitalGrain(PlaceGrainParts parts) : PlaceGrain(parts), IHospitalGrain;
