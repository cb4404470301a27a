using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using SystemFlow.Series;
using SystemFlow.Testing;
using SystemFlow.Web.Components.Words;
using SystemFlow.Web.Health;

namespace SystemFlow.Web.Tests.Health;

/// <summary>Whether the record takes readings, and what is said while it does not.</summary>
public sealed class RecordWatchTests
{
    private readonly ManualTime _time = new(A.Monday9am);
    private readonly RecordWatch _watch;
    private int _told;

    public RecordWatchTests()
    {
        _watch = new RecordWatch(_time, NullLogger<RecordWatch>.Instance);
        _watch.Changed += () => _told++;
    }

    [Theory]
    [InlineData(13, RecordFault.DiskFull)]
    [InlineData(10, RecordFault.DiskFails)]
    [InlineData(11, RecordFault.Other)]
    [InlineData(null, RecordFault.Other)]
    public void Refused_IsTroubleFromThen_AndToldOnce(int? sqliteError, RecordFault fault)
    {
        _watch.Refused(Trouble(sqliteError), 5);
        _time.Advance(TimeSpan.FromMinutes(3));
        _watch.Refused(Trouble(sqliteError), 5);

        Assert.Equal((new RecordTrouble(fault, A.Monday9am), 1), (_watch.Now, _told));
    }

    [Fact]
    public void Refused_ByAFullQueue_IsNoTrouble()
    {
        _watch.Refused(new SeriesException("Too much waits.") { IsBusy = true }, 5);

        Assert.Equal((null, 0), (_watch.Now, _told));
    }

    [Fact]
    public void Trouble_ThatBecomesAnother_SaysTheNewOne_SinceTheFirst()
    {
        _watch.Refused(Trouble(10), 5);
        _time.Advance(TimeSpan.FromMinutes(3));

        _watch.Refused(Trouble(13), 5);

        Assert.Equal((new RecordTrouble(RecordFault.DiskFull, A.Monday9am), 2), (_watch.Now, _told));
    }

    [Fact]
    public void Taken_EndsIt_AndIsToldOnce()
    {
        _watch.Refused(Trouble(13), 5);

        _watch.Taken();
        _watch.Taken();

        Assert.Equal((null, 2), (_watch.Now, _told));
    }

    [Theory]
    [InlineData(RecordFault.DiskFull, 10, "The record takes no readings since 9am: the disk is full")]
    [InlineData(RecordFault.DiskFails, 10, "The record takes no readings since 9am: the disk fails")]
    [InlineData(RecordFault.Other, 24 * 60, "The record takes no readings since 5 January 2026 at 9am: its store is in trouble")]
    public void Headline_SaysSinceWhenAndWhy(RecordFault fault, int minutes, string says) =>
        Assert.Equal(says, RecordText.Headline(new RecordTrouble(fault, A.Monday9am), A.Monday9am.AddMinutes(minutes)));

    private static SeriesException Trouble(int? sqliteError) =>
        new("The store refused.", sqliteError is { } code ? new SqliteException("refused", code) : null);
}
