using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.AspNetCore.SignalR.Protocol;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace SystemFlow.Benchmarks;

/// <summary>
/// A live page without a browser: loads the document, starts its circuit as Blazor's script does, acknowledges every batch
/// and notes when a text is in one. What the server does for it is what it does for a browser.
/// </summary>
internal sealed partial class LivePageClient : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly HubConnection _connection;
    private readonly TaskCompletionSource _isLive = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile Wait? _wait;

    private LivePageClient(Uri address)
    {
        var builder = new HubConnectionBuilder().WithUrl(new Uri(address, "_blazor"), options =>
        {
            options.Transports = HttpTransportType.WebSockets;
            options.SkipNegotiation = true;
        });
        builder.Services.AddSingleton<IHubProtocol, BlazorPack>();
        _connection = builder.Build();
        _connection.On<long, byte[]>("JS.RenderBatch", PaintAsync);
        _connection.On("JS.BeginInvokeJS", [typeof(long), typeof(string), typeof(string), typeof(int), typeof(long), typeof(int)], AnswerAsync, this);
        _connection.On<int, string>("JS.AttachComponent", (_, _) => { });
        _connection.On<long>("JS.EndUpdateRootComponents", _ => _isLive.TrySetResult());
        _connection.On<string>("JS.Error", error => _isLive.TrySetException(new InvalidOperationException(error)));
    }

    /// <summary>A page that is live.</summary>
    public static async Task<LivePageClient> OpenAsync(Uri address, string path)
    {
        var location = new Uri(address, path);
        using var http = new HttpClient();
        var document = await http.GetStringAsync(location);
        var page = new LivePageClient(address);
        await page._connection.StartAsync();
        await page._connection.InvokeAsync<string>("StartCircuit", address.ToString(), location.ToString(), "[]", "");
        await page._connection.SendAsync("UpdateRootComponents", Operations(document), StateIn(document));
        await page._isLive.Task.WaitAsync(Patience);
        return page;
    }

    /// <summary>The timestamp at which a batch came that has this text.</summary>
    public Task<long> PaintedAsync(byte[] text)
    {
        var wait = new Wait(text);
        _wait = wait;
        return wait.Seen.Task.WaitAsync(Patience);
    }

    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    private async Task PaintAsync(long batch, byte[] bytes)
    {
        if (_wait is { } wait && bytes.AsSpan().IndexOf(wait.Text) >= 0) wait.Seen.TrySetResult(Stopwatch.GetTimestamp());
        await _connection.SendAsync("OnRenderCompleted", batch, null);
    }

    // Whatever the server asks of the browser is done, and had no result.
    private static Task AnswerAsync(object?[] arguments, object state)
    {
        var call = (long)arguments[0]!;
        if (call == 0) return Task.CompletedTask; // It does not wait for an answer.
        return ((LivePageClient)state)._connection.SendAsync(
            "EndInvokeJSFromDotNet", call, true, string.Create(CultureInfo.InvariantCulture, $"[{call},true,null]"));
    }

    private static string Operations(string document)
    {
        var markers = MarkerPattern().Matches(document).Select(match => JsonDocument.Parse(match.Groups[1].Value).RootElement)
            .Where(marker => marker.TryGetProperty("type", out _));
        return JsonSerializer.Serialize(new
        {
            batchId = 1,
            operations = markers.Select((marker, index) => new { type = "add", ssrComponentId = index + 1, marker }),
        });
    }

    private static string StateIn(string document) => StatePattern().Match(document) is { Success: true } found ? found.Groups[1].Value : "";

    [GeneratedRegex("<!--Blazor:(\\{.*?\\})-->")]
    private static partial Regex MarkerPattern();

    [GeneratedRegex("<!--Blazor-Server-Component-State:(.*?)-->")]
    private static partial Regex StatePattern();

    private sealed record Wait(byte[] Text)
    {
        public TaskCompletionSource<long> Seen { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    // Blazor's protocol is SignalR's MessagePack under a name of its own, with fewer types.
    private sealed class BlazorPack : IHubProtocol
    {
        private readonly MessagePackHubProtocol _inner = new(Options.Create(new MessagePackHubProtocolOptions()));

        public string Name => "blazorpack";

        public int Version => 1;

        public TransferFormat TransferFormat => TransferFormat.Binary;

        public ReadOnlyMemory<byte> GetMessageBytes(HubMessage message) => _inner.GetMessageBytes(message);

        public bool IsVersionSupported(int version) => version == Version;

        public bool TryParseMessage(ref ReadOnlySequence<byte> input, IInvocationBinder binder, out HubMessage message) =>
            _inner.TryParseMessage(ref input, binder, out message!);

        public void WriteMessage(HubMessage message, IBufferWriter<byte> output) => _inner.WriteMessage(message, output);
    }
}
