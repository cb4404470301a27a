using System.Globalization;
using SystemFlow.Domain.Readings;
using SystemFlow.Series.Embedded;
using SystemFlow.Testing;

namespace SystemFlow.Series.Tests.Embedded;

/// <summary>
/// Wherever rows happen to lie, the answers are the same: one store never folds, one folds after every group, one in between and is closed
/// and opened meanwhile. All three get the same readings: late ones, amendments, repeats, in batches of any size.
/// </summary>
public sealed class SameAnswersTests : IAsyncDisposable
{
    private static readonly int[] LogReadings = [10_000_000, 1, 700];

    private readonly SeriesFolder[] _folders = [new(), new(), new()];
    private readonly SqliteSeriesStore[] _stores;

    public SameAnswersTests() => _stores = [.. _folders.Select((folder, i) => folder.Open(logReadings: LogReadings[i]))];

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private static DateTimeOffset Nine => A.Monday9am;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task AnyReadings_GiveTheSameAnswers_WhereverTheyLie(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < 25; round++)
        {
            var batch = Batch(random, round);
            var outcomes = new List<string[]>();
            foreach (var store in _stores)
            {
                var answer = await store.AppendAsync(batch, Cancelled);
                outcomes.Add([.. answer.Select(one => $"{one.Outcome} {one.Reading}")]);
            }

            Assert.Equal(outcomes[0], outcomes[1]);
            Assert.Equal(outcomes[0], outcomes[2]);
            if (round % 7 == 3) await ReopenAsync(2);
            if (round == 18) await ThinOutAsync(days: 30); // All to five minutes.
        }

        await AllAnswerTheSameAsync(seed);
        await ThinOutAsync(days: 300); // All to days.
        await AllAnswerTheSameAsync(seed);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var store in _stores) await store.DisposeAsync();
        foreach (var folder in _folders) folder.Dispose();
    }

    // Mostly the next minutes; else somewhere in the days before, again, or amended.
    private static List<Reading> Batch(Random random, int round)
    {
        var now = round * 240;
        return [.. Enumerable.Range(0, random.Next(1, 400)).Select(i =>
        {
            var minute = random.Next(10) switch { < 6 => now + i, < 8 => random.Next(now + 1), _ => now + random.Next(400) };
            var submitted = Nine.AddMinutes(Math.Max(minute, now) + (random.Next(6) == 0 ? random.Next(3_000) : 0));
            return A.Reading with
            {
                Metric = random.Next(2) == 0 ? A.BedsOccupied : A.BedsOpen,
                Value = random.Next(9) == 0 ? null : random.Next(4) == 0 ? random.Next(1_000) / 10.0 : random.Next(500, 620),
                PeriodEnd = Nine.AddMinutes(minute),
                SubmittedAt = submitted,
                KnownAt = random.Next(8) == 0 ? submitted.AddMinutes(random.Next(100)) : null,
                PeriodStart = random.Next(3) == 0 ? Nine.AddMinutes(minute - 60) : null,
                Comment = random.Next(20) == 0 ? $"Said {i}\nin two lines" : null,
                Numerator = random.Next(15) == 0 ? i : null,
                Source = $"feed {random.Next(3)}",
            };
        })];
    }

    private async Task AllAnswerTheSameAsync(int seed)
    {
        var answers = new List<List<string>>();
        foreach (var store in _stores) answers.Add(await AnswersAsync(store, new Random(seed)));

        Assert.NotEmpty(answers[0]);
        Assert.Equal(answers[0], answers[1]);
        Assert.Equal(answers[0], answers[2]);
    }

    private async Task ThinOutAsync(int days)
    {
        foreach (var store in _stores) await store.ThinOutAsync(new Retention(TimeSpan.FromDays(1), TimeSpan.FromDays(100)), Nine.AddDays(days), Cancelled);
    }

    private static async Task<List<string>> AnswersAsync(SqliteSeriesStore store, Random random)
    {
        var answers = new List<string>();
        foreach (var metric in new[] { A.BedsOccupied, A.BedsOpen })
        {
            answers.AddRange(await store.ReadAsync(A.Lister, metric, DateTimeOffset.MinValue, DateTimeOffset.MaxValue, Cancelled).Select(r => $"{r}").ToListAsync(Cancelled));
            answers.AddRange(await store.AmendmentsAsync(A.Lister, metric, DateTimeOffset.MinValue, DateTimeOffset.MaxValue, Cancelled).Select(a => $"{a}").ToListAsync(Cancelled));
            for (var look = 0; look < 20; look++)
            {
                var (from, asAt) = (Nine.AddMinutes(random.Next(6_000)), Nine.AddMinutes(random.Next(8_000)));
                var to = from.AddMinutes(random.Next(2_000));
                answers.AddRange(await store.ReadAsync(A.Lister, metric, from, to, asAt, Cancelled).Select(r => $"{r}").ToListAsync(Cancelled));
                answers.AddRange((await store.ThinAsync(A.Lister, metric, from, to, 30, Cancelled)).Select(Round));
                answers.AddRange((await store.ThinAsync(A.Lister, metric, from, to, 30, asAt, Cancelled)).Select(Round));
            }
        }

        for (var look = 0; look < 60; look++)
        {
            var latest = store.LatestAsync(A.Lister, Nine.AddMinutes(random.Next(8_000)), Cancelled);
            answers.AddRange(await latest.Select(reading => $"{reading}").OrderBy(text => text, StringComparer.Ordinal).ToListAsync(Cancelled));
        }

        answers.AddRange(await store.LatestAsync(A.Lister, Cancelled).Select(r => $"{r}").OrderBy(text => text, StringComparer.Ordinal).ToListAsync(Cancelled));
        answers.Add($"{await store.BeginsAsync(Cancelled):O}");
        answers.Add($"{await store.StatisticsAsync(Cancelled) with { Bytes = null }}");
        return answers;
    }

    // A mean of means may differ in its last bit.
    private static string Round(Stretch stretch) =>
        string.Create(CultureInfo.InvariantCulture, $"{stretch with { Mean = null }} {stretch.Mean:F6}");

    private async Task ReopenAsync(int index)
    {
        await _stores[index].DisposeAsync();
        _stores[index] = _folders[index].Open(logReadings: LogReadings[index]);
    }
}
