using System.Globalization;
using System.Net;

namespace SystemFlow.Web.Hosting;

/// <summary>
/// <c>--check-ready [SECONDS]</c>: asks the program that runs on this machine by the same settings whether it can do its work, again and again
/// for so many seconds at most, once without any. For a container's health check, and for whoever upgrades one node after the other.
/// </summary>
internal sealed class ReadyCommand(TypedCommand typed)
{
    private const string Flag = "--check-ready";
    private const string DefaultAddress = "http://localhost:5080";
    private const int LongestWait = 3600;

    private static readonly TimeSpan Again = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(7);

    /// <summary>The command that was typed; null where none was.</summary>
    public static ReadyCommand? Of(string[] args) => TypedCommand.Of(args, Flag) is { } typed ? new ReadyCommand(typed) : null;

    /// <summary>Runs it, and gives the exit code: 0 ready, 1 not, 2 where it cannot be asked.</summary>
    public async Task<int> RunAsync(TextWriter output, TextWriter errors, TimeProvider time, CancellationToken cancellationToken)
    {
        var seconds = 0;
        if (typed.Value.Length > 0 && !(int.TryParse(typed.Value, CultureInfo.InvariantCulture, out seconds) && seconds is >= 0 and <= LongestWait))
        {
            await errors.WriteLineAsync($"Enter {Flag} SECONDS, 0 to {LongestWait}, or nothing to ask once.");
            return TypedCommand.NotDone;
        }

        var settings = typed.Settings();
        if (AddressOf(settings[WebHostDefaults.ServerUrlsKey]) is not { } address)
        {
            await errors.WriteLineAsync($"The program listens by TLS alone, at {settings[WebHostDefaults.ServerUrlsKey]}. Give it an http address of this machine beside it.");
            return TypedCommand.NotDone;
        }

        using var http = new HttpClient { BaseAddress = address, Timeout = Patience };
        if (HostOf(settings["AllowedHosts"]) is { } host) http.DefaultRequestHeaders.Host = host;
        var began = time.GetTimestamp();
        while (true)
        {
            var (isReady, words) = await AskAsync(http, cancellationToken);
            if (isReady || time.GetElapsedTime(began) >= TimeSpan.FromSeconds(seconds))
            {
                await (isReady ? output : errors).WriteLineAsync(words);
                return isReady ? TypedCommand.Done : TypedCommand.NotWell;
            }

            await Task.Delay(Again, time, cancellationToken);
        }
    }

    /// <summary>Where to ask, of the addresses that the program listens at: this machine's own first. Null where all of them are by TLS.</summary>
    internal static Uri? AddressOf(string? urls)
    {
        var all = (urls is { Length: > 0 } ? urls : DefaultAddress).Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(BindingAddress.Parse).Where(one => one.Scheme == Uri.UriSchemeHttp).Select(one => new UriBuilder(one.Scheme, HereFor(one.Host), one.Port).Uri).ToList();
        return all.Find(one => one.IsLoopback) ?? all.FirstOrDefault();
    }

    // It answers to the names of AllowedHosts alone.
    private static string? HostOf(string? allowed) =>
        allowed?.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).FirstOrDefault(host => host != "*")?.Replace("*", "check", StringComparison.Ordinal);

    // What listens at every address is asked at this machine's.
    private static string HereFor(string host) =>
        host is "+" or "*" || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && (address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any)))
            ? IPAddress.Loopback.ToString() : host;

    private static async Task<(bool IsReady, string Words)> AskAsync(HttpClient http, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await http.GetAsync(new Uri("/readyz", UriKind.Relative), cancellationToken);
            return (response.IsSuccessStatusCode, $"{(int)response.StatusCode} {await response.Content.ReadAsStringAsync(cancellationToken)}");
        }
        catch (Exception error) when (error is HttpRequestException or TaskCanceledException && !cancellationToken.IsCancellationRequested)
        {
            return (false, $"{http.BaseAddress} does not answer: {error.Message}");
        }
    }
}
