import { sampleNuts, ess, rhat, quantity, derive } from "pml/inference";
import { Random } from "pml/random";
import { examPosterior } from "./dist/inference/targets/exam-posterior.js";
const dens=examPosterior();
{const q=new Float64Array([-1,0.5]),g=new Float64Array(2);for(let i=0;i<1e5;i++)dens.logDensityAndGradient(q,g);const t=performance.now();for(let i=0;i<1e6;i++)dens.logDensityAndGradient(q,g);console.log("us/eval",(performance.now()-t)/1e3);}
const rows=[];
for(let seed=1;seed<=10;seed++){
 const t=performance.now();
 const run=await sampleNuts(dens,{targetAcceptance:.9},Random.from(seed));
 const ms=performance.now()-t;
 const l=derive(run,p=>Math.exp(p[0])),v=derive(run,p=>Math.exp(p[1]));
 const s=x=>x.reduce((a,c)=>a+c.reduce((p,q)=>p+q),0);
 rows.push([ms,rhat(l),rhat(v),ess(l),ess(l,"tail"),ess(v),ess(v,"tail"),s(run.statistics.divergent),s(run.statistics.leapfrogSteps)/4000, run.adapted.map(a=>a.stepSize.toFixed(3)).join(" ")]);
 console.log(rows.at(-1).map(x=>typeof x=="number"?+x.toPrecision(4):x).join("\t"));
}
const med=i=>{const x=rows.map(r=>r[i]).sort((a,b)=>a-b);return (x[4]+x[5])/2};
console.log("median",[0,1,2,3,4,5,6,7,8].map(i=>+med(i).toPrecision(4)).join("\t"));
