using System.Text.Json.Nodes;
using Dapper;
using Microsoft.Data.Sqlite;
using SystemFlow.Testing;
using SystemFlow.Web.Backups;
using SystemFlow.Web.Tests.Hosting;

namespace SystemFlow.Web.Tests.Backups;

/// <summary>The whole way of a backup: made beside the running program, brought back, and the program started on it.</summary>
public sealed class BackupTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("backup-").FullName;
    private readonly ManualTime _time = new(A.Monday9am);

    private string Data => Path.Combine(_folder, "data");

    private string Backup => Path.Combine(_folder, "backups", "monday");

    [Fact]
    public async Task Backup_OfTheRunningProgram_BroughtBack_HasWhatWasAcknowledged()
    {
        using (var app = new FlowApp())
        {
            Assert.Equal(200, (await app.SendAsync(new { place = "RWH01", metric = "beds.ga.occupied", value = 561, periodEnd = app.NextMoment() })).Status);
            Assert.Equal(0, Run("--backup", Backup, "--Data:Directory", app.Folder).Code);
        }

        var (code, said) = Run("--restore", Backup, $"--Data:Directory={Data}");
        Assert.True(code == 0, said);
        Assert.Contains("as they were on 5 January 2026 at 9am, UK time", said, StringComparison.Ordinal);
        Assert.Subset(
            Directory.EnumerateFiles(Data).Select(Path.GetFileName).ToHashSet(),
            new HashSet<string?> { "accounts.db", "audit.db", "audit-key", "events.db", "intake.db", "operations.db", "series.db", "webhook-secret" });
        Assert.NotEmpty(Directory.EnumerateFiles(Path.Combine(Data, "keys")));

        using var again = await RunningProgram.StartAsync(Data, "--no-simulator");
        Assert.Contains("561", await again.Http.GetStringAsync("/api/v1/places/RWH01", TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public void Backup_IsForItsOwnerAlone_AndHoldsNothingThatIsPassing()
    {
        MakeData();
        File.WriteAllText(Path.Combine(Data, "series.db.lock"), "");
        File.WriteAllText(Path.Combine(Data, "replays", "reached.part"), "half");

        var (code, said) = Run("--backup", Backup, "--Data:Directory", Data);

        Assert.True(code == 0, said);
        Assert.Equal(
            ["audit-key", "backup.json", "events.db", "replays/reached", "series.db"],
            Directory.EnumerateFiles(Backup, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(Backup, file)).Order(StringComparer.Ordinal));
        if (OperatingSystem.IsWindows()) return;
        const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;
        foreach (var path in Directory.EnumerateFileSystemEntries(Backup, "*", SearchOption.AllDirectories))
        {
            Assert.Equal(UnixFileMode.None, File.GetUnixFileMode(path) & Others);
        }
    }

    [Fact]
    public void Backup_WhileAWriterIsInTheMiddle_HasWhatWasCommitted_AndHoldsNobodyUp()
    {
        MakeData();
        using var writer = Open(Path.Combine(Data, "series.db"));
        using var half = writer.BeginTransaction();
        writer.Execute("INSERT INTO kept VALUES ('not yet')");

        Assert.Equal(0, Run("--backup", Backup, "--Data:Directory", Data).Code);
        half.Commit();

        Assert.Equal(["first"], Kept(Path.Combine(Backup, "series.db")));
        Assert.Equal(["first", "not yet"], Kept(Path.Combine(Data, "series.db")));
    }

    [Fact]
    public void Backup_OfADamagedFile_SaysSo_AndHasTheOthers()
    {
        MakeData();
        Spoil(Path.Combine(Data, "events.db"));

        var (code, said) = Run("--backup", Backup, "--Data:Directory", Data);

        Assert.Equal(1, code);
        Assert.Contains("The backup is not whole: events.db could not be copied because it is damaged.", said, StringComparison.Ordinal);
        Assert.Equal(["events.db"], JsonNode.Parse(File.ReadAllText(Path.Combine(Backup, "backup.json")))!["missing"]!.AsArray().Select(name => (string?)name));
        Assert.False(File.Exists(Path.Combine(Backup, "events.db")));
        Assert.Equal(["first"], Kept(Path.Combine(Backup, "series.db")));
    }

    [Fact]
    public void Backup_IntoAFolderThatIsNotEmpty_OrTheDataFolderItself_IsRefused()
    {
        MakeData();
        Directory.CreateDirectory(Backup);
        File.WriteAllText(Path.Combine(Backup, "mine"), "");

        var notEmpty = Run("--backup", Backup, "--Data:Directory", Data);
        var within = Run("--backup", Path.Combine(Data, "backup"), "--Data:Directory", Data);
        var nowhere = Run("--backup", "--Data:Directory", Data);
        var noData = Run("--backup", Path.Combine(_folder, "new"), "--Data:Directory", Path.Combine(_folder, "none"));

        Assert.Equal((2, $"'{Backup}' is not empty. Enter a new folder for each backup."), (notEmpty.Code, LastLine(notEmpty.Text)));
        Assert.Equal(2, within.Code);
        Assert.Contains("is in the data folder", within.Text, StringComparison.Ordinal);
        Assert.Equal((2, "Enter --backup FOLDER: a new folder, best on another disk."), (nowhere.Code, LastLine(nowhere.Text)));
        Assert.Equal((2, $"There is no data folder '{Path.Combine(_folder, "none")}'. Name it with --Data:Directory."), (noData.Code, LastLine(noData.Text)));
        Assert.False(Directory.Exists(Path.Combine(Data, "backup")));
    }

    [Fact]
    public void Files_ThatSettingsPutElsewhere_GoWhereTheSettingsSay()
    {
        MakeData();
        var elsewhere = Path.Combine(_folder, "fast", "record.db");
        MakeDatabase(elsewhere, "elsewhere");
        string[] setting = ["--Data:Directory", Data, "--Series:Path", elsewhere];

        Assert.Equal(0, Run(["--backup", Backup, .. setting]).Code);
        var refused = Run(["--restore", Backup, .. setting]);
        using (var changed = Open(elsewhere)) changed.Execute("INSERT INTO kept VALUES ('since then')");
        var (code, said) = Run(["--restore", Backup, "--over", .. setting]);

        Assert.Equal(2, refused.Code);
        Assert.True(code == 0, said);
        Assert.Equal(["elsewhere"], Kept(elsewhere));
        Assert.Equal(["elsewhere", "since then"], Kept($"{elsewhere}.before-20260105T090000Z"));
    }

    [Fact]
    public void Restore_OverData_IsRefused_AndWithOverMovesItAside()
    {
        MakeData();
        Run("--backup", Backup, "--Data:Directory", Data);
        using (var changed = Open(Path.Combine(Data, "series.db"))) changed.Execute("INSERT INTO kept VALUES ('since then')");

        var refused = Run("--restore", Backup, "--Data:Directory", Data);
        var (code, said) = Run("--restore", Backup, "--over", "--Data:Directory", Data);

        Assert.Equal(2, refused.Code);
        Assert.Contains($"There is data at '{Data}'", refused.Text, StringComparison.Ordinal);
        Assert.True(code == 0, said);
        Assert.Contains($"What was there before is in {Data}.before-20260105T090000Z.", said, StringComparison.Ordinal);
        Assert.Equal(["first"], Kept(Path.Combine(Data, "series.db")));
        Assert.Equal("2026-01-05", File.ReadAllText(Path.Combine(Data, "replays", "reached")));
        Assert.Equal(["first", "since then"], Kept(Path.Combine($"{Data}.before-20260105T090000Z", "series.db")));
    }

    [Fact]
    public void Restore_WhileTheProgramRuns_IsRefused()
    {
        MakeData();
        Run("--backup", Backup, "--Data:Directory", Data);
        using var held = new FileStream(Path.Combine(Data, "series.db.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);

        var (code, said) = Run("--restore", Backup, "--over", "--Data:Directory", Data);

        Assert.Equal(2, code);
        Assert.StartsWith("The program runs: it holds", LastLine(said), StringComparison.Ordinal);
        Assert.Equal(["first"], Kept(Path.Combine(Data, "series.db")));
    }

    [Theory]
    [InlineData("series.db", "is not as it was when the backup was made")]
    [InlineData("audit-key", "is missing")]
    public void Restore_OfASpoiltBackup_ChangesNothing(string name, string says)
    {
        MakeData();
        Run("--backup", Backup, "--Data:Directory", Data);
        if (name == "audit-key") File.Delete(Path.Combine(Backup, name));
        else Spoil(Path.Combine(Backup, name));
        var before = Directory.EnumerateFileSystemEntries(_folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).ToList();

        var (code, said) = Run("--restore", Backup, "--over", "--Data:Directory", Data);

        Assert.Equal((1, $"The backup is damaged: {name} {says}. Nothing was restored; use another backup."), (code, LastLine(said)));
        Assert.Equal(before, Directory.EnumerateFileSystemEntries(_folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("../audit-key")]
    [InlineData("/etc/passwd")]
    [InlineData("")]
    public void Restore_OfAListThatNamesFilesElsewhere_IsRefused(string name)
    {
        MakeData();
        Run("--backup", Backup, "--Data:Directory", Data);
        var path = Path.Combine(Backup, "backup.json");
        var list = JsonNode.Parse(File.ReadAllText(path))!;
        list["files"]![0]!["name"] = name;
        File.WriteAllText(path, list.ToJsonString());

        var (code, said) = Run("--restore", Backup, "--over", "--Data:Directory", Data);

        Assert.Equal(1, code);
        Assert.Contains("cannot be read (It names no files, or files outside its folder.)", said, StringComparison.Ordinal);
    }

    [Fact]
    public void Restore_OfABackupThatWasBrokenOff_IsRefused()
    {
        MakeData();
        Run("--backup", Backup, "--Data:Directory", Data);
        File.Delete(Path.Combine(Backup, "backup.json"));

        var (code, said) = Run("--restore", Backup, "--Data:Directory", Path.Combine(_folder, "new"));

        Assert.Equal(2, code);
        Assert.Contains("holds no backup, or one that was broken off", said, StringComparison.Ordinal);
    }

    [Fact]
    public void Restore_IntoAnEmptyFolder_LeavesNothingElseThere()
    {
        MakeData();
        Run("--backup", Backup, "--Data:Directory", Data);
        var empty = Directory.CreateDirectory(Path.Combine(_folder, "empty")).FullName;

        var (code, said) = Run("--restore", Backup, "--Data:Directory", empty);

        Assert.True(code == 0, said);
        Assert.Equal(["audit-key", "events.db", "replays", "series.db"], Directory.EnumerateFileSystemEntries(empty).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    private void MakeData()
    {
        Directory.CreateDirectory(Path.Combine(Data, "replays"));
        MakeDatabase(Path.Combine(Data, "series.db"), "first");
        MakeDatabase(Path.Combine(Data, "events.db"), "first");
        File.WriteAllText(Path.Combine(Data, "audit-key"), new string('k', 64));
        File.WriteAllText(Path.Combine(Data, "replays", "reached"), "2026-01-05");
    }

    private static void MakeDatabase(string path, string row)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using var database = Open(path);
        database.Execute("PRAGMA journal_mode = WAL; CREATE TABLE kept (what TEXT NOT NULL); INSERT INTO kept VALUES (@row)", new { row });
    }

    private static SqliteConnection Open(string path)
    {
        var database = new SqliteConnection($"Data Source={path};Pooling=False");
        database.Open();
        return database;
    }

    private static List<string> Kept(string path)
    {
        using var database = Open(path);
        return [.. database.Query<string>("SELECT what FROM kept")];
    }

    private static void Spoil(string path)
    {
        var bytes = File.ReadAllBytes(path);
        Array.Fill(bytes, (byte)0xA5, 4096, bytes.Length - 4096);
        File.WriteAllBytes(path, bytes);
    }

    private static string LastLine(string text) => text.TrimEnd().Split('\n')[^1];

    private (int Code, string Text) Run(params string[] args)
    {
        using var said = new StringWriter();
        var code = BackupCommand.Of(args)?.Run(said, said, _time) ?? RestoreCommand.Of(args)!.Run(said, said, _time);
        return (code, said.ToString());
    }
}
