using System.Net;
using System.Net.Sockets;

namespace SystemFlow.Web.Limits;

/// <summary>What counts as one address where something is counted by address.</summary>
internal static class AddressKey
{
    /// <summary>The address; of IPv6 its /64, which one connection has to itself; of one that came over no network none.</summary>
    public static IPAddress Of(IPAddress? address)
    {
        if (address is null) return IPAddress.None;
        if (address.IsIPv4MappedToIPv6) return address.MapToIPv4();
        if (address.AddressFamily is not AddressFamily.InterNetworkV6) return address;
        var bytes = address.GetAddressBytes();
        bytes.AsSpan(8).Clear();
        return new IPAddress(bytes);
    }
}
