namespace SystemFlow.GrainRuntime;

/// <summary>A call of a method with its arguments, and the answer that the caller waits for.</summary>
internal sealed class GrainCall<TArguments, TResult>(GrainMethod<TArguments, TResult> method, TArguments arguments)
    : Message
{
    private static readonly Task<TResult> NoAnswer = Task.FromResult(default(TResult)!);

    private readonly TaskCompletionSource<TResult>? _answer = method.IsOneWay ? null : new();

    public Task<TResult> Answer => _answer?.Task ?? NoAnswer;

    public override string Name => method.Name;

    public override bool HasCaller => _answer is not null;

    public override bool IsAlwaysInterleave => method.IsAlwaysInterleave;

    public override bool IsReadOnly => method.IsReadOnly;

    public override Task Start(object target) => method.Call(target, arguments);

    public override void Execute()
    {
        if (_answer is null) return;
        if (Outcome.IsCompletedSuccessfully) _answer.TrySetResult(Result());
        else if (Outcome.Exception is { } errors) _answer.TrySetException(errors.InnerExceptions);
        else _answer.TrySetCanceled(new TaskCanceledException(Outcome).CancellationToken);
    }

    public override void Fail(Exception error)
    {
        if (_answer is null) return;
        ThreadPool.UnsafeQueueUserWorkItem(static failed => failed.Answer.TrySetException(failed.Error),
            (Answer: _answer, Error: error), preferLocal: false);
    }

    private TResult Result() => Outcome is Task<TResult> typed ? typed.GetAwaiter().GetResult() : default!;
}
