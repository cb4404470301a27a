using System.Net;
using Microsoft.Extensions.Options;

namespace SystemFlow.Web.Limits;

/// <summary>
/// Bounds how many connections of live pages and of the hub are open at once, from one address and in all: each page takes memory while it
/// is open, so that thousands of them would take the program away from everybody.
/// </summary>
internal sealed class OpenPages(IOptions<LimitOptions> options)
{
    private static readonly TimeSpan ComeAgain = TimeSpan.FromSeconds(30);

    private readonly Lock _gate = new();
    private readonly Dictionary<IPAddress, int> _open = [];
    private int _all;

    /// <summary>How many are open now.</summary>
    public int Open
    {
        get
        {
            lock (_gate)
            {
                return _all;
            }
        }
    }

    /// <summary>Counts one in; false where there are too many.</summary>
    public bool TryEnter(IPAddress? address)
    {
        var from = AddressKey.Of(address);
        lock (_gate)
        {
            var here = _open.GetValueOrDefault(from);
            if (_all >= options.Value.OpenPages || here >= options.Value.OpenPagesPerAddress) return false;
            _open[from] = here + 1;
            _all++;
            return true;
        }
    }

    /// <summary>Counts it out again.</summary>
    public void Leave(IPAddress? address)
    {
        var from = AddressKey.Of(address);
        lock (_gate)
        {
            _all--;
            if (--_open[from] == 0) _open.Remove(from);
        }
    }

    /// <summary>Counts each connection of a live page or the hub while it lasts.</summary>
    public async Task CountAsync(HttpContext http, RequestDelegate next)
    {
        if (!LiveConnections.IsOne(http.Request.Path))
        {
            await next(http);
            return;
        }

        var address = http.Connection.RemoteIpAddress;
        if (!TryEnter(address))
        {
            await RequestLimits.TooManyAsync(http, ComeAgain);
            return;
        }

        try
        {
            await next(http);
        }
        finally
        {
            Leave(address);
        }
    }
}

/// <summary>Which requests carry a live page or the hub.</summary>
internal static class LiveConnections
{
    private static readonly PathString[] Paths = ["/_blazor", "/hubs"];

    /// <summary>Whether a path is one of theirs.</summary>
    public static bool IsOne(PathString path) => Paths.Any(ours => path.StartsWithSegments(ours));
}
