using System.Collections.Immutable;
using System.Globalization;

namespace SystemFlow.Domain.Alerts;

/// <summary>One look at one alert, while it is being taken.</summary>
internal sealed class AlertStep(AlertRule rule, AlertState before, Evidence evidence, StepTerms terms)
{
    private readonly ImmutableArray<AlertEvent>.Builder _events = ImmutableArray.CreateBuilder<AlertEvent>();
    private readonly DateTimeOffset _now = terms.Now;
    private AlertState _state = before;

    private bool IsNowPlanned => terms.IsPlanned && _state.Phase is AlertPhase.Pending or AlertPhase.Firing;

    /// <summary>Too little is known: everything stays, but an unanswered alert climbs its ladder, and one put off comes back.</summary>
    public Stepped WithoutKnowing()
    {
        if (_state.Phase is AlertPhase.Pending || _state.IsOpen) _state = _state with { UnknownSince = _state.UnknownSince ?? _now };
        if (IsNowPlanned) Plan();
        else if (_state.Phase is AlertPhase.Resolved) EndCooldown();
        else if (_state.ClearSince is null) Unanswered(); // Else it was on the way to being over.
        return Done();
    }

    /// <summary>The figures speak.</summary>
    public Stepped Knowing()
    {
        LeaveOutSilence();
        if (_state.Phase is AlertPhase.Planned && !terms.IsPlanned) _state = AlertState.None(rule.Code, _state.Place);
        if (_state.Phase is AlertPhase.Resolved) EndCooldown();
        if (_state.Phase is AlertPhase.Clear && evidence.Standing is Standing.Raised) Begin();
        if (IsNowPlanned) Plan();
        if (_state.Phase is AlertPhase.Pending) Hold();
        else if (_state.IsOpen) Open();
        return Done();
    }

    private void LeaveOutSilence()
    {
        if (_state.UnknownSince is not { } silentSince) return;
        var gap = _now - silentSince;
        _state = _state with
        {
            UnknownSince = null,
            Since = _state.Phase is AlertPhase.Pending ? _state.Since + gap : _state.Since,
            ClearSince = _state.ClearSince + gap,
        };
    }

    private void Begin()
    {
        var moment = _now.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        _state = AlertState.None(rule.Code, _state.Place) with
        {
            Phase = AlertPhase.Pending,
            Since = _now,
            Episode = $"{rule.Code}/{_state.Place}/{moment}",
            Severity = rule.Severity,
        };
        if (!terms.IsPlanned && rule.Hold > TimeSpan.Zero) Say(AlertEventKind.Began);
    }

    private void Plan()
    {
        _state = _state with { Phase = AlertPhase.Planned, Since = _now, NextStepAt = null, ClearSince = null };
        Say(AlertEventKind.Planned);
    }

    // Until it has held for long enough nobody is told. A stretch between the thresholds does not break the hold unless it
    // is as long as the hold; only a raised look fires.
    private void Hold()
    {
        _state = _state with { ClearSince = evidence.Standing is Standing.Raised ? null : _state.ClearSince ?? _now };
        if (evidence.Standing is Standing.Clear || _now - _state.ClearSince >= rule.Hold)
        {
            Say(AlertEventKind.Passed);
            _state = AlertState.None(rule.Code, _state.Place);
        }
        else if (evidence.Standing is Standing.Raised && _now - _state.Since >= rule.Hold && !HoldBack())
        {
            _state = Told(_state with { Phase = AlertPhase.Firing, FiredAt = _now, Severity = rule.Severity });
            Say(AlertEventKind.Fired, step: 0);
        }
    }

    private void Open()
    {
        if (evidence.Standing is Standing.Clear)
        {
            _state = _state with { ClearSince = _state.ClearSince ?? _now };
            if (_now - _state.ClearSince >= rule.ClearHold) Resolve();
            return;
        }

        _state = _state with { ClearSince = null };
        Unanswered();
    }

    private void Unanswered()
    {
        if (_state.Phase is AlertPhase.Firing) Escalate();
        else if (_state.Phase is AlertPhase.Snoozed && _now >= _state.SnoozedUntil && !HoldBack()) Wake();
    }

    private void Resolve()
    {
        _state = _state with { Phase = AlertPhase.Resolved, Since = _now, NextStepAt = null, SnoozedUntil = null, ClearSince = null, IsInhibited = false };
        Say(AlertEventKind.Resolved);
    }

    private void EndCooldown()
    {
        if (_now - _state.Since >= rule.Cooldown) _state = AlertState.None(rule.Code, _state.Place);
    }

    private void Wake()
    {
        _state = Told(_state with { Phase = AlertPhase.Firing, SnoozedUntil = null, By = null, Note = null });
        Say(AlertEventKind.Woke, step: 0);
    }

    // After a long stop only the last rung that is due is told: nobody gets three messages at once.
    private void Escalate()
    {
        var firedAt = _state.Since;
        // A ladder may have grown since, or come only now.
        var due = _state.NextStepAt ?? (_state.StepsTaken < terms.Rungs.Length ? firedAt + terms.Rungs[_state.StepsTaken] : null);
        if (due is null || due > _now || HoldBack()) return;
        var step = Math.Max(_state.StepsTaken, terms.Rungs.Count(after => firedAt + after <= _now) - 1);
        if (step >= terms.Rungs.Length)
        {
            _state = _state with { NextStepAt = null }; // The ladder has become shorter.
            return;
        }

        _state = _state with
        {
            StepsTaken = step + 1,
            NextStepAt = step + 1 < terms.Rungs.Length ? firedAt + terms.Rungs[step + 1] : null,
        };
        Say(AlertEventKind.Escalated, step);
    }

    private AlertState Told(AlertState state) => state with
    {
        Since = _now,
        StepsTaken = Math.Min(1, terms.Rungs.Length),
        NextStepAt = terms.Rungs.Length > 1 ? _now + terms.Rungs[1] : null,
    };

    private bool HoldBack()
    {
        if (terms.IsInhibited && !_state.IsInhibited) Say(AlertEventKind.Inhibited);
        _state = _state with { IsInhibited = terms.IsInhibited };
        return terms.IsInhibited;
    }

    private void Say(AlertEventKind kind, int? step = null)
    {
        // A silent feed has no new words; the last known ones stand.
        if (evidence.Standing is not Standing.Unknown) _state = _state with { Words = evidence.Words, Value = evidence.Value };
        _events.Add(new AlertEvent(kind, _now, _state.Words, step));
    }

    private Stepped Done() => new(_state, _events.ToImmutable());
}
