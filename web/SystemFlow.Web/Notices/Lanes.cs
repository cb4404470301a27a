using Channel = SystemFlow.Operations.Events.Channel;

namespace SystemFlow.Web.Notices;

/// <summary>
/// How much is under way at once: so much by each way, of which so much to one address. A mail server that hangs holds no
/// webhook back, and a slow receiver no other receiver.
/// </summary>
internal sealed class Lanes
{
    /// <summary>Parcels under way by one way.</summary>
    public const int MostByWay = 16;

    /// <summary>Parcels under way to one address.</summary>
    public const int MostToAddress = 4;

    private readonly Lock _gate = new();
    private readonly Dictionary<Channel, int> _byWay = [];
    private readonly Dictionary<string, int> _toAddress = new(StringComparer.Ordinal);
    private readonly HashSet<string> _underWay = new(StringComparer.Ordinal);

    /// <summary>The ids of the messages under way now.</summary>
    public IReadOnlySet<string> UnderWay()
    {
        lock (_gate) return _underWay.ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>Takes room for a parcel; false when there is none now.</summary>
    public bool TryEnter(Parcel parcel)
    {
        lock (_gate)
        {
            var (way, address) = (parcel.First.Channel, parcel.First.Address);
            if (_byWay.GetValueOrDefault(way) >= MostByWay || _toAddress.GetValueOrDefault(address) >= MostToAddress) return false;
            _byWay[way] = _byWay.GetValueOrDefault(way) + 1;
            _toAddress[address] = _toAddress.GetValueOrDefault(address) + 1;
            foreach (var message in parcel.Messages) _underWay.Add(message.Id);
            return true;
        }
    }

    /// <summary>Gives the room back.</summary>
    public void Leave(Parcel parcel)
    {
        lock (_gate)
        {
            _byWay[parcel.First.Channel]--;
            if (--_toAddress[parcel.First.Address] == 0) _toAddress.Remove(parcel.First.Address);
            foreach (var message in parcel.Messages) _underWay.Remove(message.Id);
        }
    }
}
