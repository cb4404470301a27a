using SystemFlow.Browser.Tests;

// One browser for all, and one test at a time: a second app beside it would be measured too.
[assembly: AssemblyFixture(typeof(Chromium))]
[assembly: CollectionBehavior(DisableTestParallelization = true)]
