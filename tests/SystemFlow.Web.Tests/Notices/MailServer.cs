using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using SystemFlow.Testing;

namespace SystemFlow.Web.Tests.Notices;

/// <summary>A real mail server in a process of its own, which puts every mail in a folder.</summary>
internal sealed class MailServer : IAsyncDisposable
{
    private const string Python = "/usr/bin/python3";

    private readonly Process _process;
    private readonly string _folder;

    private MailServer(Process process, string folder, int port)
    {
        _process = process;
        _folder = folder;
        Port = port;
    }

    public int Port { get; }

    /// <summary>Starts it on a free port; skips the test where it is not installed.</summary>
    public static async Task<MailServer> StartAsync(int? port = null)
    {
        var isThere = File.Exists(Python) && Process.Start(new ProcessStartInfo(Python, ["-c", "import aiosmtpd"]) { RedirectStandardError = true }) is { } check
            && await EndsWellAsync(check);
        if (!isThere) Assert.Skip("No mail server to test with: install Debian's python3-aiosmtpd (./test does so where it may).");
        var folder = Directory.CreateTempSubdirectory("systemflow-mail-").FullName;
        var at = port ?? Ports.Free();
        var process = Process.Start(new ProcessStartInfo(
            Python, ["-m", "aiosmtpd", "-n", "-l", $"127.0.0.1:{at}", "-c", "aiosmtpd.handlers.Mailbox", Path.Combine(folder, "mail")])
        {
            RedirectStandardError = true,
        })!;
        var server = new MailServer(process, folder, at);
        await server.IsListeningAsync();
        return server;
    }

    /// <summary>The mails that came: the head as it stands, then the text.</summary>
    public IReadOnlyList<string> Mails =>
        [.. Directory.GetFiles(Path.Combine(_folder, "mail", "new")).Select(file => Readable(File.ReadAllText(file).ReplaceLineEndings("\n")))];

    /// <summary>The mails that came, just as they came.</summary>
    public IReadOnlyList<string> Raw =>
        [.. Directory.GetFiles(Path.Combine(_folder, "mail", "new")).Order(StringComparer.Ordinal).Select(file => File.ReadAllText(file).ReplaceLineEndings("\n"))];

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static string Readable(string mail)
    {
        var head = mail[..mail.IndexOf("\n\n", StringComparison.Ordinal)];
        var body = Convert.FromBase64String(mail[head.Length..].Replace("\n", "", StringComparison.Ordinal));
        return $"{head}\n\n{Encoding.UTF8.GetString(body).ReplaceLineEndings("\n")}";
    }

    private static async Task<bool> EndsWellAsync(Process process)
    {
        using (process)
        {
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            return process.ExitCode == 0;
        }
    }

    private async Task IsListeningAsync()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        stop.CancelAfter(FlowApp.Patience);
        while (true)
        {
            using var client = new TcpClient();
            try
            {
                await client.ConnectAsync(IPAddress.Loopback, Port, stop.Token);
                return;
            }
            catch (SocketException) when (!_process.HasExited)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, stop.Token); // A process says nothing when it begins to listen.
            }
        }
    }
}
