using Microsoft.AspNetCore.Builder;
using SystemFlow.Web.Hosting;

namespace SystemFlow.Web.Tests.Hosting;

public sealed class SecretFilesTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("systemflow-secrets-");

    [Fact]
    public void File_InTheFolder_IsTheSettingOfItsName_BeforeTheOthers()
    {
        File.WriteAllText(Path.Combine(_folder.FullName, "Notices__Smtp__Password"), "plum-tree\n");
        var builder = WebApplication.CreateBuilder(["--Notices:Smtp:Password=another", $"--Secrets:Directory={_folder.FullName}"]);

        builder.AddSecretFiles();

        Assert.Equal("plum-tree", builder.Configuration["Notices:Smtp:Password"]);
    }

    [Fact]
    public async Task KeyFile_ThatOthersCanRead_IsSaidAtTheStart()
    {
        if (OperatingSystem.IsWindows()) return; // There it has no such rights.
        await using var app = new FlowApp();
        File.SetUnixFileMode(app.Folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        var key = Path.Combine(app.Folder, "webhook-secret");
        File.WriteAllText(key, new string('s', 64));
        File.SetUnixFileMode(key, UnixFileMode.UserRead | UnixFileMode.OtherRead);

        _ = app.Services;

        await app.Log.SeenAsync($"Others on this machine can read the secret in {key}");
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
