using SystemFlow.Domain.Places;

namespace SystemFlow.Grains;

/// <summary>Finds a place's grain.</summary>
public static class PlaceGrains
{
    /// <summary>The grain of a place: which one, its kind decides.</summary>
    public static IPlaceGrain GetPlace(this IGrainFactory grains, Place place)
    {
        var key = place.Code.ToString();
        return place.Kind switch
        {
            PlaceKind.Hospital => grains.GetGrain<IHospitalGrain>(key),
            PlaceKind.BedBase => grains.GetGrain<IBedBaseGrain>(key),
            PlaceKind.Locality => grains.GetGrain<ILocalityGrain>(key),
            _ => grains.GetGrain<ISystemGrain>(key),
        };
    }
}
