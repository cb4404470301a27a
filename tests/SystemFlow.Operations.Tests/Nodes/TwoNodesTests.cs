using System.Collections.Concurrent;
using Dapper;
using Microsoft.Extensions.Options;
using Npgsql;
using SystemFlow.Domain.Actions;
using SystemFlow.Domain.Alerts;
using SystemFlow.Domain.Calls;
using SystemFlow.Domain.Editions;
using SystemFlow.Domain.Pressures;
using SystemFlow.Operations.Actions;
using SystemFlow.Operations.Calls;
using SystemFlow.Operations.Editions;
using SystemFlow.Operations.Events;
using SystemFlow.Operations.Handovers;
using SystemFlow.Operations.Journal;
using SystemFlow.Operations.Tests.Actions;
using SystemFlow.Operations.Tests.Storage;
using SystemFlow.Testing;

namespace SystemFlow.Operations.Tests.Nodes;

/// <summary>What one node does, the other shows, and tells its pages of.</summary>
public sealed class TwoNodesTests(Postgres server) : StoreTests(new ServerStore(server))
{
    private const string Jo = "Jo Smith, site lead";

    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    private static readonly AlertState Firing = AlertState.None("occupancy-high", A.Lister) with
    {
        Phase = AlertPhase.Firing,
        Since = A.Monday9am,
        FiredAt = A.Monday9am,
        Episode = "e1",
        Words = "Bed occupancy 97 %",
    };

    private static readonly OutboxMessage Message = new(
        "e1/0/lead/Email", "e1", "lead", Channel.Email, "lead@example.org", Severity.Warning, "Beds", "97 %", A.Monday9am);

    private readonly ManualTime _time = new(A.Monday9am);

    [Fact]
    public async Task Alert_RecordedThenClear_IsAndIsNoLongerOnTheOther()
    {
        var (one, other) = (await OpenAsync(), await OpenAsync());

        await TellsAsync(
            heard => other.Changed += place => heard(place == A.Lister), () => other.Current is [var shown] && shown == Firing,
            () => one.RecordAsync(new AlertChange(Firing, [], []), Cancelled));
        await TellsAsync(
            heard => other.Changed += place => heard(place == A.Lister), () => other.Current.IsEmpty,
            () => one.RecordAsync(new AlertChange(AlertState.None(Firing.Rule, A.Lister), [], []), Cancelled));
    }

    [Fact]
    public async Task Messages_OfAnAlertOrAlone_WakeTheOthersOutbox()
    {
        var (one, other) = (await OpenAsync(), await OpenAsync());

        await TellsAsync(
            heard => other.Added += () => heard(true), () => other.Current.Length == 1,
            () => one.RecordAsync(new AlertChange(Firing, [], [Message]), Cancelled));
        await TellsAsync(heard => other.Added += () => heard(true), () => true, () => one.AddAsync([Message with { Id = "test" }], Cancelled));

        Assert.Equal(2, (await other.DueAsync(A.Monday9am, 10, Cancelled)).Length);
    }

    [Fact]
    public async Task Level_CalculatedDeclaredAndWithdrawn_IsToldOfOnTheOther()
    {
        var (one, other) = (await OpenAsync(), await OpenAsync());
        var declared = new DeclaredLevel(A.Lister, OpelLevel.Four, "No beds", Jo, A.Monday9am, A.Monday9am.AddHours(4), null);
        void Heard(Action<bool> heard) => other.Changed += place => heard(place == A.Lister);

        await TellsAsync(Heard, () => true, () => one.RecordAsync(new LevelRecord(A.Lister, A.Monday9am, OpelLevel.Three, 30, "Rules 1"), Cancelled));
        await TellsAsync(Heard, () => other.DeclaredAt(A.Monday9am).GetValueOrDefault(A.Lister) == declared, () => one.DeclareAsync(declared, Cancelled));
        await TellsAsync(
            Heard, () => other.DeclaredAt(A.Monday9am.AddHours(1)).IsEmpty, () => one.WithdrawAsync(A.Lister, Jo, A.Monday9am.AddHours(1), Cancelled));
    }

    [Fact]
    public async Task PlannedEvent_EndedEarly_HoldsNoLongerOnTheOther()
    {
        var (one, other) = (await OpenAsync(), await OpenAsync());
        var planned = new PlannedEvent(A.Lister, null, A.Monday9am, A.Monday9am.AddHours(4), "Ward move", Jo);
        void Heard(Action<bool> heard) => other.Changed += place => heard(place == A.Lister);

        await TellsAsync(Heard, () => other.PlannedFrom(A.Monday9am) is [var held] && held == planned, () => one.PlanAsync(planned, Cancelled));
        await TellsAsync(
            Heard, () => other.PlannedFrom(A.Monday9am.AddHours(1)).IsEmpty, () => one.EndPlanAsync(planned, Jo, A.Monday9am.AddHours(1), Cancelled));
    }

    [Fact]
    public async Task Action_GivenByACardAndChanged_IsOnTheOtherAsItStands()
    {
        var (one, other) = (new ActionLog(await OpenAsync(), _time), new ActionLog(await OpenAsync(), _time));
        void Heard(Action<bool> heard) => other.Changed += action => heard(action.Number == 1);

        await TellsAsync(Heard, () => other.Current.Length == 1 && other.CardsGiven.Count == 1, () => one.GiveAsync(
            number =>
            {
                var change = SampleChange.Given(number, "Open 6 beds", A.Monday9am);
                return change with { State = change.State with { Card = "beds" } };
            },
            Cancelled));
        await TellsAsync(Heard, () => other.Current.Single().Status is ActionStatus.Done, () => one.ChangeAsync(
            1,
            before => (new ActionChange(
                ActionRules.Apply(before, new ActionCommand(before.Version, "Ann", ActionLineKind.Done, "Six are open."), A.Monday9am).Item1!, [], null), null),
            Cancelled));
    }

    [Fact]
    public async Task Card_DeclinedAndEscalated_IsOnTheOther()
    {
        using CardLog one = new(await OpenAsync()), other = new(await OpenAsync());
        void Heard(Action<bool> heard) => other.Changed += () => heard(true);

        await TellsAsync(Heard, () => other.Escalations.ContainsKey(A.Lister), () => one.KeepAsync(Escalation.None(A.Lister), Cancelled));
        await TellsAsync(Heard, () => other.Declined.Count == 1, () => one.DeclineAsync(Declined("beds"), EntryOf("Card declined"), Cancelled));
    }

    [Fact]
    public async Task Card_AnsweredOnBothAtOnce_IsAnsweredOnce()
    {
        var (one, other) = (await OpenAsync(), await OpenAsync());
        (CardLog Cards, ActionLog Actions)[] nodes = [(new CardLog(one), new ActionLog(one, _time)), (new CardLog(other), new ActionLog(other, _time))];

        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(i => Task.Run(
            () => nodes[i % 2].Cards.AnswerAsync(
                nodes[i % 2].Actions,
                async () =>
                {
                    if (nodes[i % 2].Cards.Declined.ContainsKey((A.Lister, "beds"))) return false;
                    await nodes[i % 2].Cards.DeclineAsync(Declined("beds"), EntryOf("Card declined"), Cancelled);
                    return true;
                },
                Cancelled),
            Cancelled)));

        Assert.Single(answers, true);
        foreach (var (cards, _) in nodes) cards.Dispose();
    }

    [Fact]
    public async Task Call_LineKept_IsToldOfOnTheOtherByItsName()
    {
        const string Call = "2026-01-05T1100";
        var (one, other) = (new CallLog(await OpenAsync()), new CallLog(await OpenAsync()));
        Assert.Empty(await other.NewestAsync(10, Cancelled));

        await TellsAsync(
            heard => other.Changed += call => heard(call == Call), () => true,
            () => one.KeepAsync(Call, _ => new CallLine(0, Call, A.Monday9am, "Ann", CallLineKind.Chair, ""), Cancelled));

        Assert.Equal("Ann", Assert.Single(await other.NewestAsync(10, Cancelled)).Record.Chair);
    }

    [Fact]
    public async Task EditionListAndHandover_AreToldOfOnTheOther()
    {
        var (one, other) = (await OpenAsync(), await OpenAsync());
        var (editions, editionsThere) = (new EditionLog(one), new EditionLog(other));
        var (handovers, handoversThere) = (new HandoverLog(one), new HandoverLog(other));
        void Heard(Action<bool> heard) => editionsThere.Changed += () => heard(true);
        var edition = Edition.Of(EditionKind.Daily, "2026-01-05T0830", A.Monday9am, A.Monday9am, Jo, isLate: false, "{}");

        await TellsAsync(Heard, () => true, () => editions.KeepAsync(edition, [], EntryOf("Composed"), Cancelled));
        await TellsAsync(
            Heard, () => editionsThere.List.Version == 1,
            () => editions.SaveListAsync(new Distribution(0, A.Monday9am, Jo, "Winter", [new Recipient("Board", "b@example.org")]), 0, Cancelled));
        await TellsAsync(
            heard => handoversThere.Changed += () => heard(true), () => true, () => handovers.GiveAsync(new Handover(0, A.Monday9am, Jo, "Quiet", ""), Cancelled));
    }

    [Fact]
    public async Task WhatANodeDidNotHear_IsReadAgainWhenItHearsAgain()
    {
        var events = await OpenAsync();
        var (actions, cards, calls) = (new ActionLog(events, _time), new CardLog(events), new CallLog(events));
        var changed = new ConcurrentDictionary<string, bool>();
        actions.Changed += action => changed[$"action {action.Number}"] = true;
        calls.Changed += call => changed[call] = true;
        events.Changed += place => changed[$"{place}"] = true;
        var silent = new EventLog(Store.Open(), Settings, _time);
        await silent.RecordAsync(new AlertChange(Firing, [], []), Cancelled);
        await new ActionLog(silent, _time).GiveAsync(number => SampleChange.Given(number, "Open 6 beds", A.Monday9am), Cancelled);
        await new CardLog(silent).DeclineAsync(Declined("beds"), EntryOf("Card declined"), Cancelled);
        await new CallLog(silent).KeepAsync("2026-01-05T1100", _ => new CallLine(0, "2026-01-05T1100", A.Monday9am, "Ann", CallLineKind.Chair, ""), Cancelled);

        await TellsAsync(
            heard => calls.Changed += _ => heard(true), () => cards.Declined.Count == 1, // The last of them to be told.
            () =>
            {
                EndListening();
                return Task.CompletedTask;
            });

        Assert.Equal([Firing], events.Current);
        Assert.Single(actions.Current);
        Assert.Equal(["2026-01-05T1100", $"{A.Lister}", "action 1"], changed.Keys.Order(StringComparer.Ordinal));
        cards.Dispose();
    }

    [Fact]
    public async Task Due_OfAnAlertAndAnActionOfWhichTheNewsHasNotCome_IsGivenOutOnceBothAreCurrent()
    {
        var (one, deaf) = (new EventLog(Store.Open(), Settings, _time), new EventLog(Store.Open(), Settings, _time));
        var (actions, actionsThere) = (new ActionLog(one, _time), new ActionLog(deaf, _time));
        await one.RecordAsync(new AlertChange(Firing, [], [Message]), Cancelled);
        await actions.GiveAsync(number => SampleChange.Given(number, "Open 6 beds", A.Monday9am), Cancelled);
        await one.AddAsync([Message with { Id = "e1/1/lead/Email", IsDigested = true }], Cancelled);

        var due = await deaf.DueAsync(A.Monday9am, 10, Cancelled);

        Assert.Equal(2, due.Length);
        Assert.Equal([Firing], deaf.Current);
        Assert.Single(actionsThere.Current);
        Assert.Single(await deaf.WaitingDigestAsync(A.Monday9am, Cancelled));
    }

    private static IOptions<EventLogOptions> Settings => Options.Create(new EventLogOptions { Path = "nowhere" });

    private static CardDeclined Declined(string card) => new(A.Lister, card, A.Monday9am, Jo, "No staff");

    private static JournalEntry EntryOf(string title) => new(A.Monday9am, Jo, JournalKind.Card, "/places/RWH01", title, "", A.Lister);

    // What is done is told of, and by then it is there.
    private static async Task TellsAsync(Action<Action<bool>> listen, Func<bool> isThere, Func<Task> act)
    {
        var told = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        listen(isIt =>
        {
            if (isIt && isThere()) told.TrySetResult();
        });
        await act();
        await told.Task.WaitAsync(Soon, Cancelled);
    }

    private async Task<EventLog> OpenAsync()
    {
        var storage = await Store.OpenNodeAsync();
        var events = new EventLog(storage, Settings, _time);
        var heard = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        storage.Of("events", "").Heard += _ => heard.TrySetResult(); // At once, and after the log has: what was told before is behind it.
        await heard.Task.WaitAsync(Soon, Cancelled);
        return events;
    }

    private void EndListening()
    {
        using var other = new NpgsqlConnection($"{Store.Open().ConnectionString};Pooling=false");
        other.Open();
        other.Execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'SystemFlow news'");
    }
}
