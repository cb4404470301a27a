using System.Net;
using System.Net.Sockets;
using System.Text;

namespace SystemFlow.Web.Tests.Notices;

/// <summary>A mail server that refuses every recipient, and repeats the address as it does.</summary>
internal sealed class RefusingServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _running;

    private RefusingServer()
    {
        _listener.Start();
        _running = RunAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public static RefusingServer Start() => new();

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _listener.Dispose();
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        while (true)
        {
            using var client = await _listener.AcceptTcpClientAsync(_stop.Token);
            await using var stream = client.GetStream();
            using var reader = new StreamReader(stream, Encoding.ASCII);
            await using var writer = new StreamWriter(stream, Encoding.ASCII) { NewLine = "\r\n", AutoFlush = true };
            await writer.WriteLineAsync("220 refusing.example.org");
            while (await reader.ReadLineAsync(_stop.Token) is { } line)
            {
                await writer.WriteLineAsync(
                    line.StartsWith("RCPT", StringComparison.Ordinal) ? $"550 5.1.1 {line[8..]} is unknown here"
                    : line.StartsWith("QUIT", StringComparison.Ordinal) ? "221 Bye" : "250 OK");
            }
        }
    }
}
