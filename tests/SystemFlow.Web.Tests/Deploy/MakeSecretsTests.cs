using System.Diagnostics;
using SystemFlow.Operations.Audit;
using SystemFlow.Web.Notices;

namespace SystemFlow.Web.Tests.Deploy;

public sealed class MakeSecretsTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("systemflow-secrets-");

    [Fact]
    public async Task Script_MakesEverySecretOfTheCluster_LongEnough_AndOthersInEachFolder()
    {
        if (OperatingSystem.IsWindows()) return; // A shell's script.
        var (one, other) = (Path.Combine(_folder.FullName, "one"), Path.Combine(_folder.FullName, "other"));

        await RunAsync(one);
        await RunAsync(other);

        var made = Directory.GetFiles(one).Select(Path.GetFileName).ToHashSet();
        var wanted = DeployFiles.Parsed.Under("secrets").All.Select(secret => Path.GetFileName(DeployFiles.Parsed.Under("secrets").Under(secret.Key).Text("file")));
        Assert.Equal(["tls.crt", "tls.key"], wanted.Where(name => !made.Contains(name)).Order(StringComparer.Ordinal));
        Assert.All(made, name => Assert.NotEqual(File.ReadAllText(Path.Combine(one, name!)), File.ReadAllText(Path.Combine(other, name!))));
        Assert.True(Secret(one, "Audit__Key").Length >= AuditKey.Shortest);
        Assert.True(Secret(one, "Notices__WebhookSecret").Length >= NoticeOptions.ShortestSecret);
        Assert.Contains($"Password={Secret(one, "database-password")}", Secret(one, "Operations__ConnectionString"), StringComparison.Ordinal);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(one));
    }

    [Fact]
    public async Task Script_RunAgain_LeavesWhatIsThere()
    {
        if (OperatingSystem.IsWindows()) return;
        var folder = Path.Combine(_folder.FullName, "again");
        await RunAsync(folder);
        var before = Directory.GetFiles(folder).ToDictionary(file => file, File.ReadAllText);

        await RunAsync(folder);

        Assert.Equal(before, Directory.GetFiles(folder).ToDictionary(file => file, File.ReadAllText));
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static string Secret(string folder, string name) => File.ReadAllText(Path.Combine(folder, name));

    private static async Task RunAsync(string folder)
    {
        using var process = Process.Start(new ProcessStartInfo(Path.Combine(DeployFiles.Folder, "make-secrets.sh"), [folder]) { RedirectStandardOutput = true })!;
        var said = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, process.ExitCode);
        Assert.DoesNotContain(Secret(folder, "SYSTEMFLOW_ADMIN_PASSWORD"), said, StringComparison.Ordinal);
    }
}
