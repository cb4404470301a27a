using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SystemFlow.Web.Tests.Live;

/// <summary>A program that watches the hub: SignalR's JSON protocol over a socket, as any client speaks it.</summary>
internal sealed class HubClient : IDisposable
{
    private const char EndOfMessage = '\u001e';
    private const int Invocation = 1;
    private const int Completion = 3;

    private readonly WebSocket _socket;
    private readonly Queue<string> _messages = new();
    private string _rest = "";

    private HubClient(WebSocket socket) => _socket = socket;

    public static async Task<HubClient> ConnectAsync(FlowApp app)
    {
        var socket = await app.Server.CreateWebSocketClient().ConnectAsync(new Uri("ws://localhost/hubs/flow"), Cancelled);
        var client = new HubClient(socket);
        await client.SendAsync("""{"protocol":"json","version":1}""");
        Assert.Equal("{}", await client.ReceiveAsync());
        return client;
    }

    /// <summary>Asks to watch; the error that comes back, or null.</summary>
    public async Task<string?> WatchAsync(string[]? places, Dictionary<string, long>? seen = null)
    {
        object?[] arguments = [places, seen];
        await SendAsync(JsonSerializer.Serialize(new { type = Invocation, invocationId = "1", target = "Watch", arguments }));
        return (string?)(await NextAsync(message => (int?)message["type"] == Completion))["error"];
    }

    /// <summary>Calls any method with any arguments, as JSON; the error that comes back, or null.</summary>
    public async Task<string?> CallAsync(string target, string arguments)
    {
        await SendAsync($$"""{"type":{{Invocation}},"invocationId":"1","target":"{{target}}","arguments":{{arguments}}}""");
        return (string?)(await NextAsync(message => (int?)message["type"] == Completion))["error"];
    }

    /// <summary>Sends what no client of ours would, and waits until the connection is ended for it.</summary>
    public async Task<bool> IsEndedByAsync(string message)
    {
        try
        {
            await SendAsync(message);
            while (_socket.State is WebSocketState.Open)
            {
                var read = await _socket.ReceiveAsync(new byte[1024].AsMemory(), Cancelled).AsTask().WaitAsync(FlowApp.Patience, Cancelled);
                if (read.MessageType is WebSocketMessageType.Close) return true;
            }

            return true;
        }
        catch (Exception error) when (error is WebSocketException or IOException)
        {
            return true;
        }
    }

    /// <summary>The states in the next message with this name.</summary>
    public async Task<List<JsonNode>> NextAsync(string name) =>
        [.. (await NextAsync(message => (string?)message["target"] == name))["arguments"]![0]!.AsArray().Select(state => state!)];

    public void Dispose() => _socket.Dispose();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    // Other kinds come between: what is not looked for is kept for the next who asks.
    private async Task<JsonNode> NextAsync(Predicate<JsonNode> isWanted)
    {
        for (var looked = 0; ; looked++)
        {
            if (looked >= _messages.Count) _messages.Enqueue(await ReceiveAsync());
            var message = JsonNode.Parse(_messages.ElementAt(looked))!;
            if (!isWanted(message)) continue;
            var others = _messages.Where((_, at) => at != looked).ToList();
            _messages.Clear();
            others.ForEach(_messages.Enqueue);
            return message;
        }
    }

    private Task SendAsync(string message) =>
        _socket.SendAsync(Encoding.UTF8.GetBytes(message + EndOfMessage), WebSocketMessageType.Text, true, Cancelled);

    private async Task<string> ReceiveAsync()
    {
        var buffer = new byte[64 * 1024];
        var decoder = Encoding.UTF8.GetDecoder();
        var chars = new char[buffer.Length];
        while (!_rest.Contains(EndOfMessage, StringComparison.Ordinal))
        {
            var read = await _socket.ReceiveAsync(buffer.AsMemory(), Cancelled).AsTask().WaitAsync(FlowApp.Patience, Cancelled);
            _rest += new string(chars, 0, decoder.GetChars(buffer.AsSpan(0, read.Count), chars, flush: false));
        }

        var end = _rest.IndexOf(EndOfMessage, StringComparison.Ordinal);
        var message = _rest[..end];
        _rest = _rest[(end + 1)..];
        return message;
    }
}
