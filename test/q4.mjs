import { sampleNuts, ess, rhat, quantity, derive } from "pml/inference";
import { Random } from "pml/random";
import { examPosterior } from "./dist/inference/targets/exam-posterior.js";
const inner=examPosterior();
// fixed scaling to unit variance
let sc=[.706,.699];
const dens={dimension:2,logDensityAndGradient(q,g){const p=Float64Array.of(q[0]*sc[0]-1.38,q[1]*sc[1]+1.255);const v=inner.logDensityAndGradient(p,g);g[0]*=sc[0];g[1]*=sc[1];return v}};
const s=x=>x.reduce((a,c)=>a+c.reduce((p,q)=>p+q),0);
for (const [a,b,eps] of [[.4,.7,.35],[.55,.7,.35],[.7,.7,.32],[.85,.7,.27],[1,.7,.23],[1.4,.7,.17],[.7,.5,.32],[.7,1,.3],[.7,1.4,.25]]) { sc=[a,b];
 const run=await sampleNuts(dens,{warmup:0,stepSize:eps,draws:40000},Random.from(1));
 const l=quantity(run,0),v=quantity(run,1);
 console.log(a,b,eps,[ess(l),ess(l,"tail"),ess(v),ess(v,"tail")].map(x=>(x/40).toFixed(0)).join("\t"),"div per 4000",s(run.statistics.divergent)/40,s(run.statistics.leapfrogSteps)/160000,s(run.statistics.acceptance)/160000);
}
