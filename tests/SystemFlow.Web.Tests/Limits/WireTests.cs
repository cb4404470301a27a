using System.Net.Sockets;
using System.Text;
using SystemFlow.Web.Tests.Hosting;

namespace SystemFlow.Web.Tests.Limits;

/// <summary>What only a real server answers: requests that are none, and such as are too large, byte by byte.</summary>
public sealed class WireTests : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("systemflow-wire-");
    private RunningProgram _program = null!;

    public async ValueTask InitializeAsync() =>
        _program = await RunningProgram.StartAsync(_folder.FullName, "--no-simulator", "--Limits:OpenPagesPerAddress=2", "--AllowedHosts=127.0.0.1");

    [Fact]
    public async Task Request_ThatIsNone_IsRefused_AndTheProgramGoesOn()
    {
        Assert.Equal("400", await StatusOfAsync("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n"));
        Assert.Equal("400", await StatusOfAsync("GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Api-Key: a\nb\0c\r\n\r\n"));
        Assert.Equal("400", await StatusOfAsync("GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n"));
        Assert.Equal("400", await StatusOfAsync("POST /sign-in HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 5\r\nTransfer-Encoding: nonsense\r\n\r\n12345"));
        Assert.Equal("431", await StatusOfAsync($"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Large: {new string('x', 40_000)}\r\n\r\n"));
        Assert.Equal("414", await StatusOfAsync($"GET /{new string('x', 10_000)} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"));
        Assert.Equal("400", await StatusOfAsync("POST /sign-in HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 5000000\r\n\r\n"));
        Assert.Equal("200", await StatusOfAsync("GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"));
    }

    [Fact]
    public async Task OpenPages_MoreThanAnAddressMayHold_AreAskedToWait_UntilOneCloses()
    {
        using var one = await SocketAsync();
        using var two = await SocketAsync();
        Assert.Equal("101", await HeadAsync(one));
        Assert.Equal("101", await HeadAsync(two));

        Assert.Equal("429", await StatusOfAsync(Upgrade));
        one.Close();

        // The server hears of the closing when it reads; a page asks again by itself until then.
        var status = "429";
        for (var i = 0; status == "429" && i < 1_000; i++) status = await StatusOfAsync(Upgrade);
        Assert.Equal("101", status);
    }

    public ValueTask DisposeAsync()
    {
        _program.Dispose();
        _folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    private const string Upgrade =
        "GET /hubs/flow HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private async Task<TcpClient> SocketAsync()
    {
        var client = await ConnectedAsync();
        await client.GetStream().WriteAsync(Encoding.Latin1.GetBytes(Upgrade), Cancelled);
        return client;
    }

    private async Task<string> StatusOfAsync(string request)
    {
        using var client = await ConnectedAsync();
        await client.GetStream().WriteAsync(Encoding.Latin1.GetBytes(request), Cancelled);
        return await HeadAsync(client);
    }

    private async Task<TcpClient> ConnectedAsync()
    {
        var client = new TcpClient();
        await client.ConnectAsync(_program.Http.BaseAddress!.Host, _program.Http.BaseAddress.Port, Cancelled);
        return client;
    }

    // "HTTP/1.1 400 Bad Request"
    private static async Task<string> HeadAsync(TcpClient client)
    {
        var buffer = new byte[12];
        await client.GetStream().ReadExactlyAsync(buffer, Cancelled).AsTask().WaitAsync(FlowApp.Patience, Cancelled);
        return Encoding.Latin1.GetString(buffer)[9..];
    }
}
