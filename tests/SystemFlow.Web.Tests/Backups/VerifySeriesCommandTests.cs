using Dapper;
using Microsoft.Data.Sqlite;
using SystemFlow.Web.Backups;

namespace SystemFlow.Web.Tests.Backups;

/// <summary>The record looked through from outside, while the program writes it.</summary>
public sealed class VerifySeriesCommandTests : IDisposable
{
    private readonly FlowApp _app = new();

    private string FilePath => Path.Combine(_app.Folder, "series.db");

    [Fact]
    public async Task Verify_OfTheRunningProgramsRecord_SaysThatItStands()
    {
        Assert.Equal(200, (await _app.SendAsync(new { place = "RWH01", metric = "beds.ga.occupied", value = 561, periodEnd = _app.NextMoment() })).Status);

        var bySettings = Run("--verify-series", "--Data:Directory", _app.Folder);
        var byName = Run("--verify-series", FilePath);

        Assert.Equal((0, 0), (bySettings.Code, byName.Code));
        Assert.StartsWith($"{FilePath} stands: ", bySettings.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Verify_OfADamagedRecord_SaysSo_AndWhatToDo()
    {
        _ = _app.Server;
        var copy = Path.Combine(_app.Folder, "copy.db");
        using (var record = new SqliteConnection($"Data Source={FilePath}")) record.Execute("VACUUM INTO @copy", new { copy });
        var bytes = File.ReadAllBytes(copy);
        Array.Fill(bytes, (byte)0xA5, bytes.Length / 2, bytes.Length / 2);
        File.WriteAllBytes(copy, bytes);

        var (code, said) = Run("--verify-series", copy);

        Assert.Equal(1, code);
        Assert.Contains($"{copy} is damaged: ", said, StringComparison.Ordinal);
        Assert.Contains("--restore FOLDER --over", said, StringComparison.Ordinal);
    }

    [Fact]
    public void Verify_OfNoFile_SaysWhereTheRecordIs()
    {
        var (code, said) = Run("--verify-series", "nowhere.db");

        Assert.Equal(2, code);
        Assert.Contains("The record is series.db in the data folder", said, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        _app.Dispose();
    }

    private static (int Code, string Text) Run(params string[] args)
    {
        using var said = new StringWriter();
        return (VerifySeriesCommand.Of(args)!.Run(said, said), said.ToString());
    }
}
